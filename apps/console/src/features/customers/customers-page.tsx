import type { CustomerVisit } from '@foyer/protocol/customer';
import { Button, TextInput } from '@mantine/core';
import { IconShoppingBag, IconTarget } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { VisitPanel } from '../visitors/visit-panel.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { WorthMarks } from '../visitors/visitor-marks.tsx';
import { VisitorTabs } from '../visitors/visitor-tabs.tsx';
import { CustomerSummary } from './customer-summary.tsx';
import { customerVisitsQuery } from './customers-api.ts';
import classes from './customers-page.module.css';

interface CustomersPageProps {
  kind: 'prospects' | 'customers';
  visitId: string | null;
}

const daysBack = 30;

/** Visits of prospects or of customers by date, what they brought, and whom they are credited to (S-031, S-048 to S-055). */
export function CustomersPage({ kind, visitId }: CustomersPageProps) {
  const { t } = useTranslation('customers');
  const { t: tVisitors } = useTranslation('visitors');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [from, setFrom] = useState(() => dayjs().subtract(daysBack, 'day').format('YYYY-MM-DD'));
  const [to, setTo] = useState('');
  usePageTitle(t(kind));
  const visits = useInfiniteQuery(customerVisitsQuery(siteId, { kind, from, to }));
  const rows = useMemo(() => visits.data?.pages.flatMap((page) => page.items) ?? [], [visits.data]);
  const columns = useColumns(kind);
  const open = useCallback((visit: CustomerVisit) => navigate(`/${kind}/${visit.id}`), [kind, navigate]);
  const close = useCallback(() => navigate(`/${kind}`), [kind, navigate]);
  const panel =
    visitId === null ? null : (
      <SidePanel title={tVisitors('detail')} onClose={close}>
        <VisitPanel key={visitId} siteId={siteId} visitId={visitId} inChat={null} />
      </SidePanel>
    );
  return (
    <Page title={tVisitors('title')} about={<VisitorTabs />}>
      <WithPanel panel={panel}>
        <div className={classes.toolbar}>
          <TextInput
            type="date"
            size="xs"
            label={t('from')}
            value={from}
            max={to}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            size="xs"
            label={t('to')}
            value={to}
            min={from}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <p className={classes.days}>{t('days')}</p>
        </div>
        <div className={classes.scroll}>
          <CustomerSummary siteId={siteId} from={from} to={to} />
          {visits.isPending ? (
            <Loading />
          ) : visits.isError ? (
            <Failure error={visits.error} onRetry={() => void visits.refetch()} />
          ) : rows.length === 0 ? (
            <Nobody kind={kind} />
          ) : (
            <DataTable
              label={t(`listLabel.${kind}`)}
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
        </div>
      </WithPanel>
    </Page>
  );
}

function Nobody({ kind }: { kind: 'prospects' | 'customers' }) {
  const { t } = useTranslation('customers');
  const { role } = useMe();
  return (
    <Empty
      icon={kind === 'customers' ? <IconShoppingBag size={22} /> : <IconTarget size={22} />}
      title={t(`empty.${kind}.title`)}
      actions={
        role === 'administrator' ? (
          <Button component={Link} href="/settings/prospects" variant="default">
            {t('toRules')}
          </Button>
        ) : null
      }
    >
      {t(`empty.${kind}.text`)}
    </Empty>
  );
}

function useColumns(kind: 'prospects' | 'customers'): Column<CustomerVisit>[] {
  const { t } = useTranslation('customers');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '12rem',
        render: (visit) => (
          <Link href={`/${kind}/${visit.id}`} data-list-item>
            {visitorLabel({ name: visit.visitorName, country: visit.country })}
          </Link>
        ),
      },
      {
        id: 'mark',
        title: t('column.mark'),
        width: '15rem',
        render: (visit) => (
          <span className={classes.marks}>
            <WorthMarks visit={visit} withWords />
          </span>
        ),
      },
      { id: 'started', title: t('column.started'), width: '9rem', render: (visit) => <Moment at={visit.startedAt} /> },
      { id: 'types', title: t('column.types'), render: (visit) => visit.prospectTypes.join(', ') },
      {
        id: 'firstReferrer',
        title: t('column.firstReferrer'),
        width: '10rem',
        render: (visit) => (visit.firstReferrer === 'direct' ? t('direct') : visit.firstReferrer),
      },
      {
        id: 'visitNumber',
        title: t('column.visitNumber'),
        width: '4.5rem',
        align: 'right',
        render: (visit) => visit.visitNumber,
      },
      { id: 'pages', title: t('column.pages'), width: '4.5rem', align: 'right', render: (visit) => visit.pageCount },
      {
        id: 'revenue',
        title: t('column.revenue'),
        width: '6.5rem',
        align: 'right',
        render: (visit) => (visit.revenue === 0 ? null : formatMoney(visit.revenue, visit.currency)),
      },
    ],
    [kind, t],
  );
}
