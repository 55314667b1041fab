import type { Invitation } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import { visitorTexts } from './texts.ts';
import classes from './visit-rows.module.css';

/** Invites sent in this visit, and what became of each. */
export function VisitInvitations({ invitations }: { invitations: Invitation[] }) {
  const { t } = useTranslation('visitors');
  if (invitations.length === 0) return <p className={classes.none}>{t('noInvitations')}</p>;
  return (
    <ul>
      {invitations.map((one) => (
        <li key={one.id} className={classes.row}>
          <span className={classes.main}>
            {one.inviteName} <span className={classes.dim}>{t(`source.${one.source}`)}</span>
          </span>
          <span className={classes.state} data-state={one.state}>
            {t(`invitationState.${one.state}`)}
            {one.reason === null ? '' : ` (${isReason(one.reason) ? t(`suppressedReason.${one.reason}`) : one.reason})`}
          </span>
          <span className={classes.dim}>
            <Moment at={one.endedAt ?? one.shownAt ?? one.queuedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

type Reason = keyof typeof visitorTexts.suppressedReason;

function isReason(reason: string): reason is Reason {
  return Object.hasOwn(visitorTexts.suppressedReason, reason);
}
