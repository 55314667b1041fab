import type { Exception } from '@foyer/protocol/exception';
import { Button } from '@mantine/core';
import { IconAlertHexagon } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { VisitPanel } from '../visitors/visit-panel.tsx';
import { VisitorTabs } from '../visitors/visitor-tabs.tsx';
import { exceptionsQuery } from './exceptions-api.ts';
import classes from './exceptions-page.module.css';

/** What was out of the ordinary, newest first, each with the visit that it came to light by (W-128). */
export function ExceptionsPage({ visitId }: { visitId: string | null }) {
  const { t } = useTranslation('exceptions');
  const { t: tVisitors } = useTranslation('visitors');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  usePageTitle(t('title'));
  const exceptions = useInfiniteQuery(exceptionsQuery(siteId));
  const rows = useMemo(() => exceptions.data?.pages.flatMap((page) => page.items) ?? [], [exceptions.data]);
  const columns = useColumns();
  const open = useCallback((exception: Exception) => navigate(`/exceptions/${exception.visitId}`), [navigate]);
  const close = useCallback(() => navigate('/exceptions'), [navigate]);
  const panel =
    visitId === null ? null : (
      <SidePanel title={tVisitors('detail')} onClose={close}>
        <VisitPanel key={visitId} siteId={siteId} visitId={visitId} inChat={null} />
      </SidePanel>
    );
  return (
    <Page title={tVisitors('title')} about={<VisitorTabs />}>
      <WithPanel panel={panel}>
        {exceptions.isPending ? (
          <Loading />
        ) : exceptions.isError ? (
          <Failure error={exceptions.error} onRetry={() => void exceptions.refetch()} />
        ) : rows.length === 0 ? (
          <NoExceptions />
        ) : (
          <>
            <p className={classes.about}>{t('about')}</p>
            <div className={classes.scroll}>
              <DataTable
                label={t('listLabel')}
                columns={columns}
                rows={rows}
                keyOf={(exception) => exception.id}
                chosenKey={rows.find((exception) => exception.visitId === visitId)?.id ?? null}
                onOpen={open}
                footer={
                  exceptions.hasNextPage ? (
                    <Button
                      variant="subtle"
                      m="sm"
                      loading={exceptions.isFetchingNextPage}
                      onClick={() => void exceptions.fetchNextPage()}
                    >
                      {t('loadMore', { ns: 'shell' })}
                    </Button>
                  ) : null
                }
              />
            </div>
          </>
        )}
      </WithPanel>
    </Page>
  );
}

function NoExceptions() {
  const { t } = useTranslation('exceptions');
  const { role } = useMe();
  return (
    <Empty
      icon={<IconAlertHexagon size={22} />}
      title={t('emptyTitle')}
      actions={
        role === 'administrator' ? (
          <Button component={Link} href="/settings/alerts" variant="default">
            {t('toAlerts')}
          </Button>
        ) : null
      }
    >
      {t('emptyText')}
    </Empty>
  );
}

function useColumns(): Column<Exception>[] {
  const { t } = useTranslation('exceptions');
  return useMemo(
    () => [
      {
        id: 'kind',
        title: t('column.kind'),
        width: '8rem',
        render: ({ kind, visitId }) => (
          <Link href={`/exceptions/${visitId}`} data-list-item>
            {t(`kind.${kind}`)}
          </Link>
        ),
      },
      { id: 'at', title: t('column.at'), width: '9rem', render: ({ at }) => <Moment at={at} /> },
      { id: 'alert', title: t('column.alert'), width: '12rem', render: ({ alertName }) => alertName },
      { id: 'address', title: t('column.address'), width: '12rem', render: ({ address }) => address },
      { id: 'detail', title: t('column.detail'), render: ({ detail }) => detail },
    ],
    [t],
  );
}
