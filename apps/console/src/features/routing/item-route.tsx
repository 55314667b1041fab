import type { ChatSummary } from '@foyer/protocol/chat';
import { IconBellRinging } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { useServerNow } from '../../api/server-clock.ts';
import { formatElapsed } from '../../ui/elapsed.ts';
import classes from './item-route.module.css';
import { isOfferedTo } from './may-take.ts';
import { RoutingWords } from './routing-words.tsx';

/** In a list: for whom a chat is, and at whom it rings. */
export function ItemRoute({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('routing');
  const me = useMe();
  return (
    <>
      <RoutingWords chat={chat} />
      {chat.route?.offer ? <Offer offer={chat.route.offer} isMine={chat.route.offer.operatorId === me.id} /> : null}
      {chat.state === 'pending' && chat.isForMe === false ? (
        <span className={classes.other}>{t('notYours')}</span>
      ) : null}
      {isOfferedTo(chat, me.id) && chat.transfer !== null ? (
        <>
          <span className={classes.mine}>
            {t(chat.transfer.to.kind === 'operator' ? 'transferFrom' : 'transferFromFor', {
              name: chat.transfer.fromOperatorName,
              to: chat.transfer.to.name,
            })}
          </span>
          {chat.transfer.note === '' ? null : <span className={classes.note}>{chat.transfer.note}</span>}
        </>
      ) : null}
    </>
  );
}

function Offer({ offer, isMine }: { offer: { operatorName: string; until: number }; isMine: boolean }) {
  const { t } = useTranslation('routing');
  const time = formatElapsed(offer.until - useServerNow() + 999);
  if (!isMine) return <span className={classes.other}>{t('offeredTo', { name: offer.operatorName, time })}</span>;
  return (
    <span className={classes.mine}>
      <IconBellRinging size={13} stroke={2} aria-hidden />
      {t('offeredToYou', { time })}
    </span>
  );
}
