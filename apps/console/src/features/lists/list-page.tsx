import { Button } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { type InfiniteData, type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { toSearch } from '../../api/address-query.ts';
import { useSiteId } from '../../api/current-site.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range-picker.tsx';
import { WithPanel } from '../../ui/side-panel.tsx';
import { ExportMenu } from '../exports/export-menu.tsx';
import { SavedViews } from '../saved-views/saved-views.tsx';
import { VisitorTabs } from '../visitors/visitor-tabs.tsx';
import { useChosenColumns } from './chosen-columns.ts';
import { ColumnPicker } from './column-picker.tsx';
import { FilterBar } from './filter-bar.tsx';
import classes from './list-page.module.css';
import { askedOf, type ListDefinition, type ListView } from './list-view.ts';
import { listCountQuery } from './lists-api.ts';

export interface ListPageProps<Row> {
  /** Names the list where its columns are remembered, and the table. */
  list: 'visits' | 'visitors' | 'prospects' | 'customers' | 'alertVisits' | 'spiders';
  definition: ListDefinition;
  view: ListView;
  onChange: (part: Partial<ListView>) => void;
  /** Path below the site at which `/count` tells how many there are; null: they are not counted. */
  counted: string | null;
  columns: readonly Column<Row>[];
  /** Columns shown at first. */
  initialColumns: readonly string[];
  rows: UseInfiniteQueryResult<InfiniteData<{ items: Row[]; next: string | null }>>;
  keyOf: (row: Row) => string;
  chosenKey: string | null;
  onOpen?: (row: Row) => void;
  panel: ReactNode;
  /** Further controls of the bar. */
  controls?: ReactNode;
  /** Above the table. */
  summary?: ReactNode;
  /** In place of the words for an empty list without a filter. */
  empty?: ReactNode;
  hasFilter?: boolean;
}

/** The saved views of a list, by what its address says. */
function ViewsOfList({ list }: { list: Exclude<ListPageProps<unknown>['list'], 'alertVisits'> }) {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const [, first] = location.split('/');
  return (
    <SavedViews
      list={list}
      value={Object.fromEntries(new URLSearchParams(search))}
      onOpen={(query) => navigate(`/${first}${toSearch(query)}`)}
    />
  );
}

/** A list: days, filter and columns above, rows below, what is chosen at the right. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { list, definition, view, onChange, columns: all, initialColumns, rows, panel, controls, summary } = props;
  const { t } = useTranslation('lists');
  const { t: tVisitors } = useTranslation('visitors');
  const siteId = useSiteId();
  const today = useSiteToday();
  const { columns, remember } = useChosenColumns(list, all, initialColumns, view.columns);
  const items = useMemo(() => rows.data?.pages.flatMap((page) => page.items) ?? [], [rows.data]);
  const sorted = { column: definition.sorts[view.sort.column] ?? '', direction: view.sort.direction };
  return (
    <Page title={tVisitors('title')} about={<VisitorTabs />}>
      <WithPanel panel={panel}>
        <div className={classes.toolbar}>
          <RangePicker value={view.range} onChange={(range) => onChange({ range })} today={today} mayBeOpen />
          {controls}
          {props.hasFilter === false ? (
            <span className={classes.space} />
          ) : (
            <FilterBar siteId={siteId} value={view.filter} onChange={(filter) => onChange({ filter })} />
          )}
          <div className={classes.end}>
            {props.counted === null ? null : <Count path={props.counted} view={view} />}
            <ColumnPicker
              columns={all}
              chosen={columns.map(({ id }) => id)}
              onChange={(ids) => {
                remember(ids);
                onChange({ columns: ids });
              }}
              onReset={() => {
                remember([]);
                onChange({ columns: null });
              }}
            />
            {list === 'alertVisits' ? null : <ViewsOfList list={list} />}
            <ExportMenu address={exportAddress(siteId, props.counted ?? list, view)} />
          </div>
        </div>
        <div className={classes.scroll}>
          {summary}
          {rows.isPending ? (
            <Loading />
          ) : rows.isError ? (
            <Failure error={rows.error} onRetry={() => void rows.refetch()} />
          ) : items.length === 0 && !rows.hasNextPage ? (
            <Nothing view={view} onChange={onChange}>
              {props.empty}
            </Nothing>
          ) : (
            <DataTable
              label={t(`label.${list}`)}
              columns={columns}
              rows={items}
              keyOf={props.keyOf}
              chosenKey={props.chosenKey}
              {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
              sort={sorted}
              onSort={({ column, direction }) => {
                const name = Object.keys(definition.sorts).find((one) => definition.sorts[one] === column);
                // What is biggest or newest is what is asked for first.
                if (name !== undefined)
                  onChange({ sort: { column: name, direction: name === view.sort.column ? direction : 'descending' } });
              }}
              footer={<More rows={rows} found={items.length} />}
            />
          )}
        </div>
      </WithPanel>
    </Page>
  );
}

/** Where the list is exported as it is shown. */
function exportAddress(siteId: string, path: string, view: ListView): string {
  const query = askedOf(view);
  query.set('sort', view.sort.column);
  query.set('direction', view.sort.direction);
  return `/sites/${siteId}/${path}/export?${query}`;
}

/** How many there are in all. */
function Count({ path, view }: { path: string; view: ListView }) {
  const { t } = useTranslation('lists');
  const count = useQuery(listCountQuery(useSiteId(), path, view));
  const words =
    count.data === undefined
      ? count.isError
        ? ''
        : t('counting')
      : count.data.isMore
        ? t(count.data.count >= 10_000 ? 'countMore' : 'countAtLeast', { shown: formatCount(count.data.count) })
        : t('count', { count: count.data.count, shown: formatCount(count.data.count) });
  return (
    <p role="status" className={classes.count}>
      {words}
    </p>
  );
}

/** The way to the next page; where a filter has found nothing yet, to search on. */
function More({
  rows,
  found,
}: {
  rows: Pick<ListPageProps<unknown>['rows'], 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  found: number;
}) {
  const { t } = useTranslation('lists');
  if (!rows.hasNextPage) return null;
  return (
    <div className={classes.more}>
      {found === 0 ? <p>{t('searching')}</p> : null}
      <Button variant="subtle" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
        {found === 0 ? t('searchOn') : t('loadMore', { ns: 'shell' })}
      </Button>
    </div>
  );
}

interface NothingProps {
  view: ListView;
  onChange: (part: Partial<ListView>) => void;
  children: ReactNode;
}

/** Says why nothing is listed, and offers the way out. */
function Nothing({ view, onChange, children }: NothingProps) {
  const { t } = useTranslation('lists');
  const isFiltered = view.filter !== null;
  if (!isFiltered && children) return children;
  return (
    <Empty
      icon={<IconListSearch size={22} />}
      title={t(isFiltered ? 'none.filtered' : 'none.title')}
      actions={
        <>
          {isFiltered ? (
            <Button variant="default" onClick={() => onChange({ filter: null })}>
              {t('filter.clear')}
            </Button>
          ) : null}
          {view.range.from === '' && view.range.to === '' ? null : (
            <Button variant="default" onClick={() => onChange({ range: { from: '', to: '' } })}>
              {t('none.allTime')}
            </Button>
          )}
        </>
      }
    >
      {t(isFiltered ? 'none.filteredText' : 'none.text')}
    </Empty>
  );
}
