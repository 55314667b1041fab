import type { ChatEntry } from '@foyer/protocol/chat';
import type { ChatHit } from '@foyer/protocol/chat-hit';
import { contactSeq, searchableText } from '../../storage/searchable-text.ts';
import type { Storage } from '../../storage/storage.ts';
import { findPlaces } from '../chat-search/find-places.ts';
import { contactText } from '../chat-search/index-chat-text.ts';
import { makeSnippet } from '../chat-search/make-snippet.ts';
import type { SearchTerm } from '../chat-search/parse-search.ts';
import { listEntriesAt } from './chat-repository.ts';
import type { ChatRow } from './chat-row.ts';
import { toVisitorEntry } from './visitor-view.ts';

/** Where what was searched for stands in each of these chats: the first places of each, with the text around them. */
export async function findHits(
  { reports: db, dialect }: Storage,
  siteId: string,
  rows: readonly ChatRow[],
  terms: readonly SearchTerm[],
): Promise<Map<string, ChatHit[]>> {
  const places = await findPlaces(
    { db, dialect },
    siteId,
    rows.map(({ id }) => id),
    terms,
  );
  const entries = await listEntriesAt(
    db,
    siteId,
    places.filter(({ seq }) => seq !== contactSeq),
  );
  return new Map(
    rows.map((row) => {
      const hits = places.flatMap(({ chatId, seq }) => {
        if (chatId !== row.id) return [];
        const entry = entries.get(`${chatId} ${seq}`) ?? null;
        const text = entry
          ? searchableText(entry.content)
          : contactText({ name: row.visitor_name, email: row.visitor_email });
        const snippet = makeSnippet(text, terms);
        return snippet ? [{ ...snippet, seq, ...authorOf(entry) }] : [];
      });
      return [row.id, hits];
    }),
  );
}

function authorOf(entry: ChatEntry | null): Pick<ChatHit, 'sender' | 'isInternal'> {
  if (entry === null) return { sender: null, isInternal: false };
  const { kind, name } = entry.sender;
  return { sender: { kind, name }, isInternal: toVisitorEntry(entry).content.kind === 'internal' };
}
