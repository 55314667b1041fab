import { isSimulated } from '@foyer/protocol/simulated';
import type { LiveVisit } from '@foyer/protocol/visit';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff, IconUsers } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { useRemembered } from '../../api/remembered-value.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ColumnChoice } from './column-choice.tsx';
import { LiveCountsLine } from './live-counts-line.tsx';
import { countFilters, liveSort, liveView, noFilter, type VisitorFilter } from './live-view.ts';
import { SimulatedNote } from './simulated-note.tsx';
import { useHeldOrder } from './use-held.ts';
import { useLiveList } from './use-live-list.ts';
import { VisitPanel } from './visit-panel.tsx';
import { VisitorCard } from './visitor-card.tsx';
import { chosenColumns, useVisitorColumns } from './visitor-columns.tsx';
import { VisitorFilters } from './visitor-filters.tsx';
import { VisitorTabs } from './visitor-tabs.tsx';
import classes from './visitors-page.module.css';

const step = 100;
const most = 500;

/** Who is on the site now. */
export function VisitorsPage({ visitId }: { visitId: string | null }) {
  const { t } = useTranslation('visitors');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [sort, setSort] = useRemembered(liveSort);
  const [filter, setFilter] = useState(noFilter);
  const [settledFilter] = useDebouncedValue(filter, 200);
  const [limit, setLimit] = useState(step);
  const view = useMemo(() => liveView(sort, settledFilter, limit), [sort, settledFilter, limit]);
  const list = useLiveList(siteId, view);
  const { order, listRef } = useHeldOrder(list?.order ?? none);
  const rows = useMemo(() => order.flatMap((id) => list?.rows[id] ?? []), [order, list]);
  const columns = useVisitorColumns(useStore(chosenColumns));
  const isNarrow = useIsNarrow();
  usePageTitle(t('title'));
  const open = useCallback((visit: LiveVisit) => navigate(`/visitors/${visit.visitId}`), [navigate]);
  const chosen = rows.find((row) => row.visitId === visitId);
  const footer =
    list !== null && list.counts.matching > rows.length ? (
      <p className={classes.more}>
        {t('shownOf', { shown: rows.length, matching: list.counts.matching })}
        {limit < most ? (
          <Button variant="subtle" onClick={() => setLimit(limit + step)}>
            {t('showMore')}
          </Button>
        ) : null}
      </p>
    ) : null;
  const close = useCallback(() => navigate('/visitors'), [navigate]);
  const panel =
    visitId === null ? null : (
      <SidePanel title={t('detail')} onClose={close}>
        <VisitPanel key={visitId} siteId={siteId} visitId={visitId} inChat={null} />
      </SidePanel>
    );
  return (
    <Page title={t('title')} about={<VisitorTabs />} actions={isNarrow ? null : <ColumnChoice />}>
      <WithPanel panel={panel}>
        <div className={classes.toolbar}>
          <LiveCountsLine counts={list?.counts ?? null} />
          <VisitorFilters filter={filter} onChange={setFilter} rows={rows} />
        </div>
        {rows.some(isSimulated) ? <SimulatedNote /> : null}
        <div ref={listRef} className={classes.list}>
          {list === null ? (
            <Loading />
          ) : rows.length === 0 ? (
            <Nobody
              filter={settledFilter}
              onClear={() => setFilter(noFilter)}
              present={list.counts.connected + list.counts.left}
            />
          ) : isNarrow ? (
            <ul className={classes.cards} aria-label={t('listLabel')}>
              {rows.map((row) => (
                <VisitorCard key={row.visitorId} visit={row} />
              ))}
              {footer}
            </ul>
          ) : (
            <DataTable
              label={t('listLabel')}
              columns={columns}
              rows={rows}
              keyOf={(row) => row.visitorId}
              onOpen={open}
              chosenKey={chosen?.visitorId ?? null}
              sort={sort}
              onSort={setSort}
              footer={footer}
            />
          )}
        </div>
      </WithPanel>
    </Page>
  );
}

const none: readonly string[] = [];

interface NobodyProps {
  filter: VisitorFilter;
  onClear: () => void;
  /** Visitors on the list whatever the filter. */
  present: number;
}

/** Explains an empty list: nobody is there, or nobody matches. */
function Nobody({ filter, onClear, present }: NobodyProps) {
  const { t } = useTranslation('visitors');
  const { role } = useMe();
  if (filter.text.trim() !== '' || countFilters(filter) > 0)
    return (
      <Empty
        icon={<IconFilterOff size={22} />}
        title={t('noMatchTitle')}
        actions={
          <Button variant="default" onClick={onClear}>
            {t('clearFilters')}
          </Button>
        }
      >
        {t('noMatchText', { count: present })}
      </Empty>
    );
  return (
    <Empty
      icon={<IconUsers size={22} />}
      title={t('noneTitle')}
      actions={
        <>
          <Button component="a" href="/demo/" target="_blank" rel="noopener">
            {t('openDemo')}
          </Button>
          {role === 'administrator' ? (
            <Button component={Link} href="/settings/site" variant="default">
              {t('getCode')}
            </Button>
          ) : null}
        </>
      }
    >
      {t('noneText')}
    </Empty>
  );
}
