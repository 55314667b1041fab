import type { VisitorRow } from '@foyer/protocol/visit-list';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Country } from '../../ui/country.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { Moment } from '../../ui/moment.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { ListPage } from './list-page.tsx';
import { type ListDefinition, useListView } from './list-view.ts';
import { visitorRowsQuery } from './lists-api.ts';

const definition: ListDefinition = {
  base: '/visitor-list',
  sorts: { lastVisitAt: 'lastVisit', revenue: 'revenue' },
  extras: [],
};
const initialColumns = [
  'visitor',
  'company',
  'lastVisit',
  'visits',
  'pages',
  'chats',
  'revenue',
  'firstReferrer',
  'country',
];

/** Visitors whose last visit was in some days, each once (W-122). */
export function VisitorListPage() {
  const { t } = useTranslation('lists');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const { view, change, hrefOf } = useListView(definition);
  usePageTitle(t('visitors'));
  const rows = useInfiniteQuery(visitorRowsQuery(siteId, view));
  const columns = useColumns(hrefOf);
  const open = useCallback((visitor: VisitorRow) => navigate(hrefOf(visitor.id)), [navigate, hrefOf]);
  return (
    <ListPage
      list="visitors"
      definition={definition}
      view={view}
      onChange={change}
      counted="visitors"
      columns={columns}
      initialColumns={initialColumns}
      rows={rows}
      keyOf={keyOf}
      chosenKey={null}
      onOpen={open}
      panel={null}
    />
  );
}

const keyOf = (visitor: VisitorRow) => visitor.id;

function useColumns(hrefOf: (id: string) => string): Column<VisitorRow>[] {
  const { t } = useTranslation('lists');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '13rem',
        render: (visitor) => (
          <Link href={hrefOf(visitor.id)} data-list-item>
            {visitorLabel(visitor)}
          </Link>
        ),
      },
      { id: 'company', title: t('column.company'), width: '10rem', render: (visitor) => visitor.company },
      { id: 'email', title: t('column.email'), width: '12rem', render: (visitor) => visitor.email },
      { id: 'phone', title: t('column.phone'), width: '9rem', render: (visitor) => visitor.phone },
      {
        id: 'lastVisit',
        title: t('column.lastVisit'),
        width: '9rem',
        sortable: true,
        render: (visitor) => <Moment at={visitor.lastVisitAt} />,
      },
      {
        id: 'firstVisit',
        title: t('column.firstVisit'),
        width: '9rem',
        render: (visitor) => <Moment at={visitor.firstVisitAt} />,
      },
      {
        id: 'visits',
        title: t('column.visits'),
        width: '5rem',
        align: 'right',
        render: (visitor) => visitor.visitCount,
      },
      { id: 'pages', title: t('column.pages'), width: '5rem', align: 'right', render: (visitor) => visitor.pageCount },
      { id: 'chats', title: t('column.chats'), width: '5rem', align: 'right', render: (visitor) => visitor.chatCount },
      {
        id: 'revenue',
        title: t('column.revenue'),
        width: '7rem',
        align: 'right',
        sortable: true,
        render: (visitor) => (visitor.revenue === 0 ? null : formatMoney(visitor.revenue, visitor.currency)),
      },
      {
        id: 'firstReferrer',
        title: t('column.firstReferrer'),
        width: '11rem',
        render: (visitor) => (visitor.firstReferrer === 'direct' ? t('direct') : visitor.firstReferrer),
      },
      {
        id: 'country',
        title: t('column.country'),
        width: '10rem',
        render: (visitor) => (visitor.country === null ? null : <Country code={visitor.country} withName />),
      },
      { id: 'city', title: t('column.city'), width: '9rem', render: (visitor) => visitor.city },
      {
        id: 'organisation',
        title: t('column.organisation'),
        width: '11rem',
        render: (visitor) => visitor.organisation,
      },
      {
        id: 'technology',
        title: t('column.technology'),
        width: '11rem',
        render: (visitor) => [visitor.browser, visitor.device].filter(Boolean).join(' · '),
      },
    ],
    [hrefOf, t],
  );
}
