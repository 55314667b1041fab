import type { LiveVisit, StoredVisit } from '@foyer/protocol/visit';
import {
  IconHistory,
  IconMessageCircle,
  IconMessageCircleQuestion,
  IconSend,
  IconShoppingBag,
  IconShoppingBagCheck,
  IconShoppingBagPlus,
  IconSparkles,
  IconTarget,
  IconTargetArrow,
  IconUserOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './visitor-marks.module.css';

/** What a visitor is to us, as icons that each have a name: new or returning, prospect and customer (with words beside them, if asked for), chatting, invited. */
export function VisitorMarks({ visit, withWords = false }: { visit: LiveVisit; withWords?: boolean }) {
  const { t } = useTranslation('visitors');
  const { chat, invite } = visit;
  return (
    <span className={classes.marks}>
      {visit.visitNumber === 1 ? (
        <Mark icon={IconSparkles} name={t('mark.new')} tone="plain" />
      ) : (
        <Mark icon={IconHistory} name={t('mark.returning')} tone="plain" />
      )}
      <WorthMarks visit={visit} withWords={withWords} />
      {visit.isBlocked ? (
        <Mark icon={IconUserOff} name={t('mark.blocked')} word={withWords ? t('mark.blocked') : null} tone="red" />
      ) : null}
      {chat?.state === 'pending' ? (
        <Mark icon={IconMessageCircleQuestion} name={t('mark.chatPending')} tone="amber" />
      ) : null}
      {chat?.state === 'active' ? (
        <Mark
          icon={IconMessageCircle}
          name={chat.operatorName === null ? t('mark.chatting') : t('mark.chatActive', { name: chat.operatorName })}
          tone="green"
        />
      ) : null}
      {invite !== null && chat === null ? (
        <Mark icon={IconSend} name={t('mark.invited', { state: t(`invitationState.${invite.state}`) })} tone="accent" />
      ) : null}
    </span>
  );
}

interface WorthMarksProps {
  visit: Pick<StoredVisit, 'prospectTypes' | 'isNewProspect' | 'customer'> & {
    /** What is known beyond this visit. */
    isProspect?: boolean;
    isCustomer?: boolean;
  };
  /** Whether each icon has its word beside it. */
  withWords?: boolean;
}

/** Prospect or new prospect, customer, new or repeat customer: as icons that each have a name. */
export function WorthMarks({ visit, withWords = false }: WorthMarksProps) {
  const { t } = useTranslation('visitors');
  const { prospectTypes, isNewProspect, customer, isProspect = false, isCustomer = false } = visit;
  const prospect = isNewProspect ? t('mark.newProspect') : t('mark.prospect');
  return (
    <>
      {isNewProspect || isProspect || prospectTypes.length > 0 ? (
        <Mark
          icon={isNewProspect ? IconTargetArrow : IconTarget}
          name={
            prospectTypes.length === 0
              ? prospect
              : t('mark.prospectOf', { mark: prospect, types: prospectTypes.join(', ') })
          }
          word={withWords ? prospect : null}
          tone="accent"
        />
      ) : null}
      {customer === 'new' ? (
        <Mark
          icon={IconShoppingBagPlus}
          name={t('mark.newCustomer')}
          word={withWords ? t('mark.newCustomer') : null}
          tone="green"
        />
      ) : customer === 'repeat' ? (
        <Mark
          icon={IconShoppingBagCheck}
          name={t('mark.repeatCustomer')}
          word={withWords ? t('mark.repeatCustomer') : null}
          tone="green"
        />
      ) : isCustomer ? (
        <Mark
          icon={IconShoppingBag}
          name={t('mark.customer')}
          word={withWords ? t('mark.customer') : null}
          tone="green"
        />
      ) : null}
    </>
  );
}

interface MarkProps {
  icon: typeof IconSend;
  name: string;
  /** Shown beside the icon; null: the icon alone. */
  word?: string | null;
  tone: 'plain' | 'green' | 'amber' | 'accent' | 'red';
}

function Mark({ icon: Icon, name, word = null, tone }: MarkProps) {
  if (word === null)
    return (
      <span role="img" aria-label={name} title={name} className={classes.mark} data-tone={tone}>
        <Icon size={14} stroke={1.9} aria-hidden />
      </span>
    );
  return (
    <span title={name} className={classes.mark} data-tone={tone}>
      <Icon size={14} stroke={1.9} aria-hidden />
      {word}
    </span>
  );
}
