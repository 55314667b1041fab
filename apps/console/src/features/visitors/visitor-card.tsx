import type { LiveVisit } from '@foyer/protocol/visit';
import { AlertBadge } from '../../ui/alert-mark.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { Ticking } from '../../ui/ticking.tsx';
import { VisitSource } from './visit-source.tsx';
import classes from './visitor-card.module.css';
import { VisitorCell } from './visitor-cell.tsx';

/** A visitor in narrow windows. */
export function VisitorCard({ visit }: { visit: LiveVisit }) {
  return (
    <li className={classes.card}>
      <div className={classes.top}>
        <VisitorCell visit={visit} />
        <span className={classes.time}>
          <Ticking since={visit.startedAt} until={visit.leftAt} />
        </span>
      </div>
      <p className={classes.page}>{visit.pageTitle === '' ? shortUrl(visit.pageUrl) : visit.pageTitle}</p>
      <p className={classes.source}>
        <VisitSource visit={visit} />
        {visit.alert === null ? null : <AlertBadge {...visit.alert} />}
      </p>
    </li>
  );
}
