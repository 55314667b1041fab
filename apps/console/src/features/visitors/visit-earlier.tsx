import type { StoredVisit } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Moment } from '../../ui/moment.tsx';
import classes from './visit-rows.module.css';
import { VisitSource } from './visit-source.tsx';

/** The visitor's earlier visits, newest first. */
export function VisitEarlier({ visits }: { visits: StoredVisit[] }) {
  const { t } = useTranslation('visitors');
  if (visits.length === 0) return <p className={classes.none}>{t('noEarlier')}</p>;
  return (
    <ul>
      {visits.map((visit) => (
        <li key={visit.id} className={classes.row}>
          <span className={classes.main}>
            <Link href={`/visits/${visit.id}`}>{t('visitNumber', { number: visit.visitNumber })}</Link>{' '}
            <span className={classes.dim}>
              <VisitSource visit={visit} /> · {t('pages', { count: visit.pageCount })}
            </span>
          </span>
          <span className={classes.dim}>
            <Moment at={visit.startedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
