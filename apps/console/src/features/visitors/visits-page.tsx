import { pageOf } from '@foyer/protocol/cursor';
import { type StoredVisit, visitSchema } from '@foyer/protocol/visit';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { request } from '../../api/rest-client.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { VisitPanel } from './visit-panel.tsx';
import { VisitSource } from './visit-source.tsx';
import { visitorLabel } from './visitor-label.ts';
import { WorthMarks } from './visitor-marks.tsx';
import { VisitorTabs } from './visitor-tabs.tsx';
import classes from './visits-page.module.css';

const visitPage = pageOf(visitSchema);

/** The visits of before, newest first. */
export function VisitsPage({ visitId }: { visitId: string | null }) {
  const { t } = useTranslation('visitors');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  usePageTitle(t('recent'));
  const columns = useColumns();
  const visits = useInfiniteQuery({
    queryKey: ['site', siteId, 'visits'],
    queryFn: ({ pageParam }) =>
      request(
        'GET',
        `/sites/${siteId}/visits${pageParam === null ? '' : `?${new URLSearchParams({ cursor: pageParam })}`}`,
        visitPage,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = useMemo(() => visits.data?.pages.flatMap((page) => page.items) ?? [], [visits.data]);
  const open = useCallback((visit: StoredVisit) => navigate(`/visits/${visit.id}`), [navigate]);
  const close = useCallback(() => navigate('/visits'), [navigate]);
  const panel =
    visitId === null ? null : (
      <SidePanel title={t('detail')} onClose={close}>
        <VisitPanel key={visitId} siteId={siteId} visitId={visitId} inChat={null} />
      </SidePanel>
    );
  return (
    <Page title={t('title')} about={<VisitorTabs />}>
      <WithPanel panel={panel}>
        {visits.isPending ? (
          <Loading />
        ) : visits.isError ? (
          <Failure error={visits.error} onRetry={() => void visits.refetch()} />
        ) : rows.length === 0 ? (
          <Empty icon={<IconHistory size={22} />} title={t('noVisitsTitle')}>
            {t('noVisitsText')}
          </Empty>
        ) : (
          <DataTable
            label={t('visitsLabel')}
            columns={columns}
            rows={rows}
            keyOf={(visit) => visit.id}
            chosenKey={visitId}
            onOpen={open}
            footer={
              visits.hasNextPage ? (
                <Button
                  variant="subtle"
                  m="sm"
                  loading={visits.isFetchingNextPage}
                  onClick={() => void visits.fetchNextPage()}
                >
                  {t('loadMore', { ns: 'shell' })}
                </Button>
              ) : null
            }
          />
        )}
      </WithPanel>
    </Page>
  );
}

function useColumns(): Column<StoredVisit>[] {
  const { t } = useTranslation('visitors');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '12rem',
        render: (visit) => (
          <span className={classes.visitor}>
            <Link href={`/visits/${visit.id}`} data-list-item>
              {visitorLabel({ name: null, country: visit.country })}
            </Link>
            <WorthMarks visit={visit} />
          </span>
        ),
      },
      { id: 'started', title: t('column.started'), width: '9rem', render: (visit) => <Moment at={visit.startedAt} /> },
      {
        id: 'entryPage',
        title: t('column.entryPage'),
        render: (visit) => <span title={visit.entryPage}>{shortUrl(visit.entryPage)}</span>,
      },
      {
        id: 'time',
        title: t('column.time'),
        width: '6.5rem',
        align: 'right',
        render: (visit) => (visit.endedAt === null ? '' : formatElapsed(visit.endedAt - visit.startedAt)),
      },
      { id: 'pages', title: t('column.pages'), width: '4.5rem', align: 'right', render: (visit) => visit.pageCount },
      {
        id: 'visitNumber',
        title: t('column.visitNumber'),
        width: '4.5rem',
        align: 'right',
        render: (visit) => visit.visitNumber,
      },
      { id: 'source', title: t('column.source'), width: '11rem', render: (visit) => <VisitSource visit={visit} /> },
      { id: 'alert', title: t('column.alert'), width: '9rem', render: (visit) => visit.alertName },
      {
        id: 'revenue',
        title: t('column.revenue'),
        width: '6rem',
        align: 'right',
        render: (visit) => (visit.revenue === 0 ? null : formatMoney(visit.revenue, visit.currency)),
      },
      { id: 'organisation', title: t('column.organisation'), width: '10rem', render: (visit) => visit.organisation },
    ],
    [t],
  );
}
