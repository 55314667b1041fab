import type { LiveVisit } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Country } from '../../ui/country.tsx';
import classes from './visitor-cell.module.css';
import { visitorLabel } from './visitor-label.ts';
import { VisitorMarks } from './visitor-marks.tsx';

/** Who a visitor is: presence, name or country, and what they are to us. */
export function VisitorCell({ visit }: { visit: LiveVisit }) {
  const isNamed = visit.name !== null && visit.name !== '';
  return (
    <span className={classes.cell}>
      <Presence state={visit.state} />
      <Link href={`/visitors/${visit.visitId}`} className={classes.name} data-list-item>
        {visitorLabel(visit)}
      </Link>
      {isNamed && visit.country !== null ? <Country code={visit.country} /> : null}
      <VisitorMarks visit={visit} />
    </span>
  );
}

/** Active, idle or left, as shape and colour, with the word for those who don't see it. */
export function Presence({ state }: { state: LiveVisit['state'] }) {
  const { t } = useTranslation('visitors');
  return (
    <span className={classes.presence} data-state={state} title={t(`state.${state}`)}>
      <span className="visually-hidden">{t(`state.${state}`)}</span>
    </span>
  );
}
