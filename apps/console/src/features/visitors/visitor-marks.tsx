import type { LiveVisit } from '@foyer/protocol/visit';
import {
  IconHistory,
  IconMessageCircle,
  IconMessageCircleQuestion,
  IconSend,
  IconShoppingBag,
  IconSparkles,
  IconTargetArrow,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './visitor-marks.module.css';

/** What a visitor is to us, as icons that each have a name: new or returning, prospect or customer, chatting, invited. */
export function VisitorMarks({ visit }: { visit: LiveVisit }) {
  const { t } = useTranslation('visitors');
  const { chat, invite } = visit;
  return (
    <span className={classes.marks}>
      {visit.visitNumber === 1 ? (
        <Mark icon={IconSparkles} name={t('mark.new')} tone="plain" />
      ) : (
        <Mark icon={IconHistory} name={t('mark.returning')} tone="plain" />
      )}
      {visit.isCustomer ? <Mark icon={IconShoppingBag} name={t('mark.customer')} tone="green" /> : null}
      {visit.isProspect && !visit.isCustomer ? (
        <Mark icon={IconTargetArrow} name={t('mark.prospect')} tone="accent" />
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

interface MarkProps {
  icon: typeof IconSend;
  name: string;
  tone: 'plain' | 'green' | 'amber' | 'accent';
}

function Mark({ icon: Icon, name, tone }: MarkProps) {
  return (
    <span role="img" aria-label={name} title={name} className={classes.mark} data-tone={tone}>
      <Icon size={14} stroke={1.9} aria-hidden />
    </span>
  );
}
