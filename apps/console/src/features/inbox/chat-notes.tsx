import type { ChatSummary } from '@foyer/protocol/chat';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { AddChatNote } from '../notes/add-chat-note.tsx';
import { ChatTags } from '../tags/chat-tags.tsx';
import { WrapUpOfChat } from '../wrap-up/wrap-up-of-chat.tsx';
import classes from './chat-notes.module.css';

/** How a chat of before was classified, and the way to do it and to note something now: for its operator, and for supervisors. */
export function ChatNotes({ chat, onChanged }: { chat: ChatSummary; onChanged: () => void }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const mayClassify = chat.operatorId === me.id || (me.role !== 'operator' && chat.state !== 'active');
  return (
    <section className={classes.notes} aria-label={t('notes')}>
      <WrapUpOfChat chat={chat} mayClassify={mayClassify} onChanged={onChanged} />
      <ChatTags chat={chat} onChanged={onChanged} />
      {mayClassify ? <AddChatNote siteId={chat.siteId} chatId={chat.id} onAdded={onChanged} /> : null}
    </section>
  );
}
