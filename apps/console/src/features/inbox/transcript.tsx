import { type ChatEntry, type ChatSummary, chatEntrySchema } from '@foyer/protocol/chat';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { itemsOf, request } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { ChatNotes } from './chat-notes.tsx';
import { EntryRow } from './entry-row.tsx';
import classes from './transcript.module.css';

const entryItems = itemsOf(chatEntrySchema);

/** A page of a log, and whether another follows. */
const entryPage = {
  parse: (value: unknown) => ({
    items: entryItems.parse(value),
    hasMore: typeof value === 'object' && value !== null && 'next' in value && value.next !== null,
  }),
};

/** Reads a whole log, page by page. */
async function readEntries(siteId: string, chatId: string): Promise<ChatEntry[]> {
  const all: ChatEntry[] = [];
  for (;;) {
    const page = await request('GET', `/sites/${siteId}/chats/${chatId}/entries?after=${all.length}`, entryPage);
    all.push(...page.items);
    if (!page.hasMore || page.items.length === 0) return all;
  }
}

interface TranscriptProps {
  siteId: string;
  chatId: string;
  chat: ChatSummary | undefined;
  /** Place of the entry that is shown first and marked; null: the log begins at its beginning. */
  entry?: number | null;
}

/** A chat's log as it was, with how it was classified. */
export function Transcript({ siteId, chatId, chat, entry = null }: TranscriptProps) {
  const entries = useQuery({
    queryKey: ['site', siteId, 'entries', chatId],
    queryFn: () => readEntries(siteId, chatId),
  });
  if (entries.isPending) return <Loading />;
  if (entries.isError) return <Failure error={entries.error} onRetry={() => void entries.refetch()} />;
  const visitorName = visitorLabel({ name: chat?.visitorName ?? null, country: chat?.country ?? null });
  return (
    <>
      {chat === undefined ? null : <ChatNotes chat={chat} onChanged={() => void entries.refetch()} />}
      {entries.data.map((one, place) => {
        const row = (
          <EntryRow
            key={one.seq}
            entry={one}
            files={`/sites/${siteId}/chats/${chatId}/files`}
            before={entries.data[place - 1]}
            visitorName={visitorName}
            mark={null}
          />
        );
        return one.seq === entry ? <Found key={`found ${one.seq}`}>{row}</Found> : row;
      })}
    </>
  );
}

/** Brings what it holds into view, and marks it. */
function Found({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), []);
  return (
    <div ref={place} className={classes.found} data-found>
      {children}
    </div>
  );
}
