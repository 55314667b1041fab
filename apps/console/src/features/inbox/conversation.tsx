import type { ChatSummary } from '@foyer/protocol/chat';
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { drafts } from '../chat-options/drafts.ts';
import { ColleagueTyping } from '../supervision/colleague-typing.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import classes from './conversation.module.css';
import { emptyLog, lastSeq } from './entry-log.ts';
import { EntryRow } from './entry-row.tsx';
import { changeChat } from './follow-inbox.ts';
import { inbox } from './inbox.ts';
import { OutgoingRow } from './outgoing-row.tsx';
import { useStickyEnd } from './sticky-end.ts';

/** The log of a chat as it grows, and what is on its way into it. */
export function Conversation({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const log = useStore(inbox, (state) => state.logs[chat.id] ?? emptyLog);
  const outbox = useStore(inbox, (state) => state.outbox);
  // Where what they type is shown, that they type need not be said.
  const isShown = useStore(drafts, (all) => all[chat.id] !== undefined);
  const isTyping = useStore(inbox, (state) => state.typing.has(chat.id)) && !isShown;
  const outgoing = outbox.filter((message) => message.chatId === chat.id);
  const { boxRef, isAway, toEnd } = useStickyEnd(lastSeq(log) + outgoing.length + (isTyping ? 1 : 0));
  const isMine = chat.operatorId === me.id;
  useSeen(chat, lastSeq(log), isMine);
  const newestMine = log.entries.findLast(
    ({ sender, content }) => sender.kind === 'operator' && (content.kind === 'message' || content.kind === 'file'),
  )?.seq;
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls must be reachable by keyboard */}
      <div ref={boxRef} className={classes.log} role="log" aria-label={t('conversation')} tabIndex={0}>
        {log.entries.map((entry, place) => (
          <EntryRow
            key={entry.seq}
            entry={entry}
            files={`/sites/${chat.siteId}/chats/${chat.id}/files`}
            before={log.entries[place - 1]}
            visitorName={visitorLabel({ name: chat.visitorName, country: chat.country })}
            mark={entry.seq === newestMine ? (chat.seenByVisitor >= entry.seq ? 'seen' : 'sent') : null}
          />
        ))}
        {outgoing.map((message) => (
          <OutgoingRow key={message.cid} message={message} />
        ))}
        {isTyping ? (
          <p className={classes.typing}>
            <span className={classes.dots} aria-hidden>
              <i />
              <i />
              <i />
            </span>
            {t('visitorTyping', { name: visitorLabel({ name: chat.visitorName, country: chat.country }) })}
          </p>
        ) : null}
        <ColleagueTyping chat={chat} />
      </div>
      {isAway ? (
        <Button
          className={classes.toEnd}
          variant="default"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          {t('newMessages')}
        </Button>
      ) : null}
    </div>
  );
}

/** Tells how far this operator has read, while they are looking. */
function useSeen(chat: ChatSummary, seq: number, isMine: boolean): void {
  const { siteId, id: chatId, seenByOperator } = chat;
  useEffect(() => {
    if (!isMine || seq <= seenByOperator) return undefined;
    const tell = () => {
      if (!document.hasFocus()) return;
      if (operatorSocket.send({ type: 'entries.seen', siteId, chatId, seq }))
        changeChat(chatId, () => ({ seenByOperator: seq }));
    };
    tell();
    addEventListener('focus', tell);
    return () => removeEventListener('focus', tell);
  }, [siteId, chatId, seq, seenByOperator, isMine]);
}
