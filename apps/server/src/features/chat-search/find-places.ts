import type { ChatEntry } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import type { SearchTerm } from './parse-search.ts';
import { anyOf, entriesPerNumber, type NumberRange } from './search-condition.ts';

/** Hits that are shown of one chat. */
const hitsPerChat = 3;

/** Where a chat has something of a search. */
export interface Place {
  readonly chatId: string;
  readonly seq: ChatEntry['seq'];
}

/** The first places of each of these chats that have any of the terms. */
export async function findPlaces(
  { db, dialect }: Pick<Storage, 'db' | 'dialect'>,
  siteId: string,
  chatIds: readonly string[],
  terms: readonly SearchTerm[],
): Promise<Place[]> {
  if (chatIds.length === 0 || terms.length === 0) return [];
  const query = anyOf(dialect, terms);
  const ids = sql.join(chatIds);
  const found =
    dialect === 'sqlite'
      ? // `cross join`: chat by chat, never the index as a whole.
        sql`select n.chat_id, w.rowid - n.number * ${sql.lit(entriesPerNumber)} as seq
          from chat_number n cross join chat_word w
          where n.site_id = ${siteId} and n.chat_id in (${ids}) and w.chat_word match ${query}
            and w.rowid between n.number * ${sql.lit(entriesPerNumber)} and (n.number + 1) * ${sql.lit(entriesPerNumber)} - 1`
      : sql`select chat_id, seq from chat_text
          where site_id = ${siteId} and chat_id in (${ids}) and vector @@ cast(${query} as tsquery)`;
  const { rows } = await sql<{ chat_id: string; seq: number }>`select chat_id, seq from
    (select chat_id, seq, row_number() over (partition by chat_id order by seq) as place from (${found}) as found) as placed
    where place <= ${sql.lit(hitsPerChat)} order by chat_id, seq`.execute(db);
  return rows.map(({ chat_id, seq }) => ({ chatId: chat_id, seq: Number(seq) }));
}

/** The numbers in SQLite's index of chats that were requested between two instants, both included. */
export async function readNumberRange(
  db: Kysely<Database>,
  siteId: string,
  from: number,
  to: number,
): Promise<NumberRange> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(number) as first, max(number) as last from chat
    join chat_number on chat_number.site_id = chat.site_id and chat_number.chat_id = chat.id
    where chat.site_id = ${siteId} and chat.requested_at between ${from} and ${to}`.execute(db);
  return { first: rows[0]?.first ?? 0, last: rows[0]?.last ?? 0 };
}
