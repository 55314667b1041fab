import type { OutboxItem } from '@foyer/protocol/outbox';
import { Button } from '@mantine/core';
import { IconFilterOff, IconMailForward, IconPlugConnectedX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Banner } from '../../ui/banner.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { type OutboxFilter, outboxCountsQuery, outboxQuery } from './outbox-api.ts';
import { OutboxCard } from './outbox-card.tsx';
import { useOutboxColumns } from './outbox-columns.tsx';
import { OutboxDrawer } from './outbox-drawer.tsx';
import { OutboxFilters } from './outbox-filter.tsx';
import classes from './outbox-page.module.css';
import { RetryAll } from './retry-all.tsx';

const everything: OutboxFilter = { state: null, kind: null };

/** What was, will be, or could not be sent for a site, and the item at the address. */
export function OutboxPage({ outboxId }: { outboxId: string | null }) {
  const { t } = useTranslation('outbox');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [filter, setFilter] = useState(everything);
  const counts = useQuery(outboxCountsQuery(siteId));
  const close = useCallback(() => navigate('/settings/outbox'), [navigate]);
  const isEmpty = counts.data !== undefined && Object.values(counts.data).every((count) => count === 0);
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      full
      actions={counts.data ? <RetryAll siteId={siteId} count={counts.data.dead} /> : null}
    >
      {counts.isPending ? (
        <Loading />
      ) : counts.isError ? (
        <Failure error={counts.error} onRetry={() => void counts.refetch()} />
      ) : isEmpty ? (
        <Empty icon={<IconMailForward size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <>
          {counts.data.notConfigured > 0 ? (
            <Banner
              tone="warning"
              icon={<IconPlugConnectedX size={16} aria-hidden />}
              title={t('notConfiguredTitle', { count: counts.data.notConfigured })}
              text={t('notConfiguredText')}
            />
          ) : null}
          <OutboxFilters counts={counts.data} filter={filter} onChange={setFilter} />
          <OutboxList siteId={siteId} filter={filter} onShowAll={() => setFilter(everything)} />
        </>
      )}
      <OutboxDrawer siteId={siteId} outboxId={outboxId} onClose={close} />
    </SettingsPage>
  );
}

interface OutboxListProps {
  siteId: string;
  filter: OutboxFilter;
  onShowAll: () => void;
}

function OutboxList({ siteId, filter, onShowAll }: OutboxListProps) {
  const { t } = useTranslation('outbox');
  const { t: tShell } = useTranslation('shell');
  const [, navigate] = useLocation();
  const isNarrow = useIsNarrow();
  const columns = useOutboxColumns();
  const found = useInfiniteQuery(outboxQuery(siteId, filter));
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const open = useCallback((item: OutboxItem) => navigate(`/settings/outbox/${item.id}`), [navigate]);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  if (items.length === 0)
    return (
      <Empty
        icon={<IconFilterOff size={22} />}
        title={t('noneTitle')}
        actions={
          <Button variant="default" onClick={onShowAll}>
            {t('showAll')}
          </Button>
        }
      />
    );
  const more = found.hasNextPage ? (
    <Button variant="subtle" m="sm" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
      {tShell('loadMore')}
    </Button>
  ) : null;
  return isNarrow ? (
    <div className={classes.cards}>
      <ul aria-label={t('listLabel')}>
        {items.map((item) => (
          <OutboxCard key={item.id} item={item} />
        ))}
      </ul>
      {more}
    </div>
  ) : (
    <DataTable
      label={t('listLabel')}
      columns={columns}
      rows={items}
      keyOf={(item) => item.id}
      onOpen={open}
      footer={more}
    />
  );
}
