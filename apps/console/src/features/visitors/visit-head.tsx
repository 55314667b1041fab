import type { VisitDetail } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { Ticking } from '../../ui/ticking.tsx';
import classes from './visit-head.module.css';
import { Presence } from './visitor-cell.tsx';
import { visitorLabel } from './visitor-label.ts';
import { VisitorMarks, WorthMarks } from './visitor-marks.tsx';

/** Who it is, and how long they have been here. */
export function VisitHead({ detail: { visit, live } }: { detail: VisitDetail }) {
  const { t } = useTranslation('visitors');
  const state = live?.state ?? 'left';
  return (
    <div className={classes.head}>
      <h2 className={classes.name}>{visitorLabel({ name: live?.name ?? null, country: visit.country })}</h2>
      <p className={classes.line}>
        <Presence state={state} />
        {t(`state.${state}`)}
        <span aria-hidden>·</span>
        <Ticking since={visit.startedAt} until={live === null ? (visit.endedAt ?? visit.startedAt) : live.leftAt} />
        <span aria-hidden>·</span>
        {t('pages', { count: live?.pageCount ?? visit.pageCount })}
        {live === null ? <WorthMarks visit={visit} withWords /> : <VisitorMarks visit={live} withWords />}
      </p>
    </div>
  );
}
