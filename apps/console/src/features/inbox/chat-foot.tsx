import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMe } from '../../api/me.ts';
import { mayAccept } from '../routing/may-take.ts';
import { oversees } from '../supervision/oversees.ts';
import { useVoice } from '../supervision/voices.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { useWrapUpGate } from '../wrap-up/wrap-up-gate.tsx';
import classes from './chat-foot.module.css';
import { AcceptButton } from './chat-item.tsx';
import { closeEnded } from './close-ended.ts';
import { Composer } from './composer.tsx';
import { Waiting } from './waiting.tsx';

/** Below the conversation: where to write, or why one can't. */
export function ChatFoot({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  switch (chat.state) {
    case 'pending':
      return (
        <div className={classes.foot}>
          <Waiting siteId={chat.siteId} since={chat.pendingSince ?? chat.requestedAt} />
          <p className={classes.words}>{t('acceptToAnswer')}</p>
          {mayAccept(chat, me) ? (
            <AcceptButton
              chat={chat}
              size="sm"
              name={visitorLabel({ name: chat.visitorName, country: chat.country })}
            />
          ) : null}
        </div>
      );
    case 'active':
      if (chat.operatorId === me.id || oversees(me)) return <Voices chat={chat} isMine={chat.operatorId === me.id} />;
      return (
        <div className={classes.foot}>
          <p className={classes.words}>{t('hasIt', { name: chat.operatorName ?? '' })}</p>
        </div>
      );
    case 'ended':
    case 'closed':
    case 'missed':
      return <Over chat={chat} text={chat.state === 'missed' ? t('isMissed') : t('isOver')} />;
    default:
      return assertNever(chat.state);
  }
}

/** The composer, with a draft of its own for each whom one can write to. */
function Voices({ chat, isMine }: { chat: ChatSummary; isMine: boolean }) {
  const voice = useVoice(chat.id, isMine);
  return <Composer key={`${chat.id} ${voice}`} chat={chat} voice={voice} />;
}

function Over({ chat, text }: { chat: ChatSummary; text: string }) {
  const { t } = useTranslation('inbox');
  const [, navigate] = useLocation();
  const gate = useWrapUpGate(chat, 'close');
  const close = () => {
    navigate('/chats');
    closeEnded(chat.id);
  };
  return (
    <div className={classes.foot}>
      <p className={classes.words}>{text}</p>
      <Button variant="default" onClick={() => gate.pass(close, close)}>
        {t('closeChat')}
      </Button>
      {gate.dialog}
    </div>
  );
}
