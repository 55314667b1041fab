import type { ChatSummary } from '@foyer/protocol/chat';
import classes from './chat-tags.module.css';
import { ChatTags } from './chat-tags.tsx';

/** The tags of the chat on the screen, under its head. */
export function ChatTagsBar({ chat }: { chat: ChatSummary }) {
  if (chat.state === 'pending') return null;
  return (
    <div className={classes.bar}>
      <ChatTags chat={chat} />
    </div>
  );
}
