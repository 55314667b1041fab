import type { ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import { firstIdAt } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { toSummary } from './chat-row.ts';

/** Spelled out, so that the database sees that the index of open chats serves it. */
const isOpen = sql<boolean>`state in ('pending', 'active')`;
/** Who stands behind so many is told no place. */
const longest = 1000;
/** So many of the newest chats tell how long visitors wait. */
const looksAt = 50;

/** Pending chats of a site, the one that has waited longest first. */
export async function listQueue(db: Kysely<Database>, siteId: string): Promise<ChatSummary[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where(isOpen)
    .where('state', '=', 'pending')
    .orderBy('pending_since')
    .orderBy('id')
    .limit(longest)
    .execute();
  return rows.map(toSummary);
}

/** How long the visitors of a site waited who asked since `after` and were answered, ms. Ids begin with their time: one range of the key. */
export async function listRecentWaits(db: Kysely<Database>, siteId: string, after: number): Promise<number[]> {
  const rows = await db
    .selectFrom('chat')
    .select(['requested_at', 'accepted_at'])
    .where('site_id', '=', siteId)
    .where('id', '>=', firstIdAt(after))
    .where('accepted_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(looksAt)
    .execute();
  return rows.map((row) => Math.max(0, (row.accepted_at ?? 0) - row.requested_at));
}
