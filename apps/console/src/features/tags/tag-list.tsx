import type { ChatSummary } from '@foyer/protocol/chat';
import { useQuery } from '@tanstack/react-query';
import classes from './chat-tags.module.css';
import { TagMark } from './tag-mark.tsx';
import { tagsQuery } from './tags-api.ts';

/** A chat's tags to look at, in lists. */
export function TagList({ chat }: { chat: Pick<ChatSummary, 'siteId' | 'tags'> }) {
  const known = useQuery(tagsQuery(chat.siteId)).data?.items;
  if (chat.tags.length === 0) return null;
  return (
    <span className={classes.tags}>
      {chat.tags.map((tag) => {
        const now = known?.find(({ id }) => id === tag.tagId);
        return <TagMark key={tag.tagId} name={now?.name ?? tag.name} color={now?.color ?? null} value={tag.value} />;
      })}
    </span>
  );
}
