import type { LiveVisit } from '@foyer/protocol/visit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createRememberedValue } from '../../api/remembered-value.ts';
import { AlertBadge } from '../../ui/alert-mark.tsx';
import { Country } from '../../ui/country.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { shortUrl } from '../../ui/short-url.ts';
import { Ticking } from '../../ui/ticking.tsx';
import { VisitSource } from './visit-source.tsx';
import { VisitorCell } from './visitor-cell.tsx';
import classes from './visitor-columns.module.css';

/** Columns of the live list in their order. The first is always shown. */
export const columnIds = [
  'visitor',
  'page',
  'time',
  'pages',
  'visitNumber',
  'source',
  'alert',
  'organisation',
  'country',
  'entryPage',
  'technology',
  'prospectTypes',
  'revenue',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** The columns this operator has chosen. */
export const chosenColumns = createRememberedValue<readonly ColumnId[]>(
  'foyer.visitors.columns',
  ['visitor', 'page', 'time', 'pages', 'visitNumber', 'source', 'alert', 'organisation'],
  (value) => (Array.isArray(value) ? columnIds.filter((id) => id === 'visitor' || value.includes(id)) : null),
);

/** The chosen columns, ready for the table. */
export function useVisitorColumns(chosen: readonly ColumnId[]): Column<LiveVisit>[] {
  const { t } = useTranslation('visitors');
  return useMemo(() => {
    const all: Record<ColumnId, Omit<Column<LiveVisit>, 'id' | 'title'>> = {
      visitor: { sortable: true, width: '15.5rem', render: (visit) => <VisitorCell visit={visit} /> },
      page: { sortable: true, render: (visit) => <PageCell visit={visit} /> },
      time: {
        sortable: true,
        width: '7rem',
        align: 'right',
        render: (visit) => <Ticking since={visit.startedAt} until={visit.leftAt} />,
      },
      pages: { sortable: true, width: '4.5rem', align: 'right', render: (visit) => visit.pageCount },
      visitNumber: { sortable: true, width: '4.5rem', align: 'right', render: (visit) => visit.visitNumber },
      source: { sortable: true, width: '11rem', render: (visit) => <VisitSource visit={visit} /> },
      alert: {
        sortable: true,
        width: '9rem',
        render: (visit) => (visit.alert === null ? null : <AlertBadge {...visit.alert} />),
      },
      organisation: { sortable: true, width: '10rem', render: (visit) => visit.organisation },
      country: {
        sortable: true,
        width: '10rem',
        render: (visit) => (visit.country === null ? null : <Country code={visit.country} withName />),
      },
      entryPage: {
        width: '12rem',
        render: (visit) => <span title={visit.entryPage}>{shortUrl(visit.entryPage)}</span>,
      },
      technology: {
        width: '13rem',
        render: (visit) => [visit.browser, visit.os, visit.device].filter(Boolean).join(' · '),
      },
      prospectTypes: { width: '11rem', render: (visit) => visit.prospectTypes.join(', ') },
      revenue: {
        width: '7rem',
        align: 'right',
        render: (visit) => (visit.revenue === 0 ? null : formatMoney(visit.revenue, visit.currency)),
      },
    };
    return chosen.map((id) => ({ id, title: t(`column.${id}`), ...all[id] }));
  }, [chosen, t]);
}

function PageCell({ visit }: { visit: LiveVisit }) {
  return (
    <span className={classes.page} title={visit.pageUrl}>
      <span className={classes.pageTitle}>{visit.pageTitle === '' ? shortUrl(visit.pageUrl) : visit.pageTitle}</span>
      <span className={classes.pageUrl}>{shortUrl(visit.pageUrl)}</span>
    </span>
  );
}
