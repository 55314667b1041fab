import type { SpiderHit } from '@foyer/protocol/visit-list';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import type { Column } from '../../ui/data-table.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { Moment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { usePageTitle } from '../shell/page-title.ts';
import classes from './list-page.module.css';
import { ListPage } from './list-page.tsx';
import { type ListDefinition, type ListView, useListView } from './list-view.ts';
import { spiderNamesQuery, spiderRowsQuery } from './lists-api.ts';

const definition: ListDefinition = { base: '/spiders', sorts: { at: 'at' }, extras: ['name'] };
const initialColumns = ['name', 'at', 'url', 'address'];

/** Automated crawlers: how often each came, and every hit. They are never counted as visitors. */
export function SpiderListPage() {
  const { t } = useTranslation('lists');
  const siteId = useSiteId();
  const { view, change } = useListView(definition);
  usePageTitle(t('spiders'));
  const rows = useInfiniteQuery(spiderRowsQuery(siteId, view));
  const columns = useColumns();
  return (
    <ListPage
      list="spiders"
      definition={definition}
      view={view}
      onChange={change}
      counted={null}
      columns={columns}
      initialColumns={initialColumns}
      rows={rows}
      keyOf={keyOf}
      chosenKey={null}
      panel={null}
      summary={<Names view={view} onChange={change} />}
      hasFilter={false}
    />
  );
}

const keyOf = (hit: SpiderHit) => hit.id;

/** How often each spider came; a click shows its hits alone. */
function Names({ view, onChange }: { view: ListView; onChange: (part: Partial<ListView>) => void }) {
  const { t } = useTranslation('lists');
  const names = useQuery(spiderNamesQuery(useSiteId(), view));
  if (names.data === undefined || names.data.items.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={t('spiderLabel')} className={classes.names}>
      {names.data.items.map(({ name, hits }) => {
        const isChosen = view.extras.name === name;
        return (
          <button
            key={name}
            type="button"
            className={classes.name}
            aria-pressed={isChosen}
            aria-label={`${name}, ${t('hits', { count: hits })}`}
            onClick={() => onChange({ extras: { name: isChosen ? '' : name } })}
          >
            {name} <span className={classes.hits}>{formatCount(hits)}</span>
          </button>
        );
      })}
    </div>
  );
}

function useColumns(): Column<SpiderHit>[] {
  const { t } = useTranslation('lists');
  return useMemo(
    () => [
      { id: 'name', title: t('column.name'), width: '12rem', render: (hit) => hit.name },
      { id: 'at', title: t('column.at'), width: '9rem', sortable: true, render: (hit) => <Moment at={hit.at} /> },
      { id: 'url', title: t('column.url'), render: (hit) => <span title={hit.url}>{shortUrl(hit.url)}</span> },
      { id: 'address', title: t('column.address'), width: '10rem', render: (hit) => hit.address },
    ],
    [t],
  );
}
