import type { MissedChat } from '@foyer/protocol/missed-chat';
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import classes from './answer-mark.module.css';

/** How far a missed chat is, in word, shape and colour. */
export function AnswerMark({ missed: { chat, mail } }: { missed: Pick<MissedChat, 'chat' | 'mail'> }) {
  const { t } = useTranslation('missedChats');
  const { t: tOutbox } = useTranslation('outbox');
  const me = useMe();
  const { claim, answered } = chat;
  if (answered !== null) {
    const isUndelivered = mail !== null && ['dead', 'suppressed', 'notConfigured'].includes(mail.state);
    const Icon = isUndelivered ? IconAlertTriangle : IconCircleCheck;
    return (
      <span className={classes.mark} data-state={isUndelivered ? 'undelivered' : 'done'}>
        <Icon size={15} stroke={1.8} aria-hidden />
        {isUndelivered && mail !== null
          ? `${t('mailTo', { to: mail.to })}: ${tOutbox(`state.${mail.state}`)}`
          : t('state.done', { way: t(`way.${answered.way}`) })}
      </span>
    );
  }
  const Icon = claim === null ? IconCircle : IconPencil;
  return (
    <span className={classes.mark} data-state={claim === null ? 'open' : 'claimed'}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {claim === null
        ? t('state.open')
        : claim.operatorId === me.id
          ? t('state.claimedByMe')
          : t('state.claimed', { name: claim.operatorName })}
    </span>
  );
}
