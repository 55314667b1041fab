import type { VisitRow } from '@foyer/protocol/visit-list';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Country } from '../../ui/country.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { Moment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { VisitSource } from '../visitors/visit-source.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { WorthMarks } from '../visitors/visitor-marks.tsx';
import classes from './list-page.module.css';

/** All columns of lists of visits. `sorts`: which of them the list can be ordered by; `hasMarkColumn`: marks have one of their own. */
export function useVisitListColumns(
  hrefOf: (visitId: string) => string,
  sorts: readonly string[],
  hasMarkColumn: boolean,
): Column<VisitRow>[] {
  const { t } = useTranslation('lists');
  return useMemo(() => {
    const columns: Omit<Column<VisitRow>, 'title' | 'sortable'>[] = [
      {
        id: 'visitor',
        width: '13rem',
        render: (visit) => (
          <span className={classes.visitor}>
            <Link href={hrefOf(visit.id)} data-list-item>
              {visitorLabel({ name: visit.visitorName, country: visit.country })}
            </Link>
            {hasMarkColumn ? null : <WorthMarks visit={visit} />}
          </span>
        ),
      },
      { id: 'started', width: '9rem', render: (visit) => <Moment at={visit.startedAt} /> },
      {
        id: 'mark',
        width: '15rem',
        render: (visit) => (
          <span className={classes.marks}>
            <WorthMarks visit={visit} withWords />
          </span>
        ),
      },
      { id: 'entryPage', render: (visit) => <span title={visit.entryPage}>{shortUrl(visit.entryPage)}</span> },
      {
        id: 'time',
        width: '6.5rem',
        align: 'right',
        render: (visit) => (visit.endedAt === null ? '' : formatElapsed(visit.endedAt - visit.startedAt)),
      },
      { id: 'pages', width: '4.5rem', align: 'right', render: (visit) => visit.pageCount },
      { id: 'visitNumber', width: '4.5rem', align: 'right', render: (visit) => visit.visitNumber },
      { id: 'source', width: '11rem', render: (visit) => <VisitSource visit={visit} /> },
      {
        id: 'firstReferrer',
        width: '10rem',
        render: (visit) => (visit.firstReferrer === 'direct' ? t('direct') : visit.firstReferrer),
      },
      { id: 'alert', width: '9rem', render: (visit) => visit.alertName },
      { id: 'types', width: '11rem', render: (visit) => visit.prospectTypes.join(', ') },
      {
        id: 'revenue',
        width: '6.5rem',
        align: 'right',
        render: (visit) => (visit.revenue === 0 ? null : formatMoney(visit.revenue, visit.currency)),
      },
      {
        id: 'cost',
        width: '6rem',
        align: 'right',
        render: (visit) => (visit.cost === null ? null : formatMoney(visit.cost, visit.currency)),
      },
      { id: 'organisation', width: '11rem', render: (visit) => visit.organisation },
      { id: 'company', width: '10rem', render: (visit) => visit.company },
      {
        id: 'country',
        width: '10rem',
        render: (visit) => (visit.country === null ? null : <Country code={visit.country} withName />),
      },
      { id: 'city', width: '9rem', render: (visit) => visit.city },
      { id: 'address', width: '9rem', render: (visit) => visit.address },
      {
        id: 'technology',
        width: '13rem',
        render: (visit) => [visit.browser, visit.os, visit.device].filter(Boolean).join(' · '),
      },
      { id: 'language', width: '6rem', render: (visit) => visit.language },
      {
        id: 'campaign',
        width: '11rem',
        render: (visit) => [visit.utmCampaign, visit.utmSource, visit.utmMedium].filter(Boolean).join(' · '),
      },
      { id: 'searchPhrase', width: '11rem', render: (visit) => visit.searchPhrase },
    ];
    return columns.map((column) => ({
      ...column,
      title: t(`column.${column.id as VisitColumnId}`),
      sortable: sorts.includes(column.id),
    }));
  }, [hrefOf, sorts, hasMarkColumn, t]);
}

type VisitColumnId =
  | 'visitor'
  | 'started'
  | 'mark'
  | 'entryPage'
  | 'time'
  | 'pages'
  | 'visitNumber'
  | 'source'
  | 'firstReferrer'
  | 'alert'
  | 'types'
  | 'revenue'
  | 'cost'
  | 'organisation'
  | 'company'
  | 'country'
  | 'city'
  | 'address'
  | 'technology'
  | 'language'
  | 'campaign'
  | 'searchPhrase';
