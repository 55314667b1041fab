import type { ChatSort } from '@foyer/protocol/chat-list';
import type { sortDirections } from '@foyer/protocol/list';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { ChatRow } from './chat-row.ts';

/** What is asked of the list beside its order, as conditions on `chat`. */
export type Conditions = readonly RawBuilder<SqlBool>[];

/** Where a page ended. `value`: of the sort column; null: the chat has none. */
export interface ChatPlace {
  readonly value: number | null;
  readonly requestedAt: number;
  readonly id: string;
}

export interface ChatOrder {
  readonly sort: ChatSort;
  readonly direction: (typeof sortDirections)[number];
}

/** Spelled as in the indices that serve them; null for the order of requests, which all orders end with. */
const sortValues: Record<ChatSort, RawBuilder<number> | null> = {
  requested: null,
  waited: sql`(coalesce(accepted_at, ended_at) - requested_at)`,
  length: sql`(ended_at - accepted_at)`,
  rating: sql`rating`,
};

/** The place of a chat in an order. */
export function placeOf(row: ChatRow, { sort }: Pick<ChatOrder, 'sort'>): ChatPlace {
  return { value: sortValueOf(row, sort), requestedAt: row.requested_at, id: row.id };
}

function sortValueOf(row: ChatRow, sort: ChatSort): number | null {
  switch (sort) {
    case 'requested':
      return null;
    case 'waited': {
      const until = row.accepted_at ?? row.ended_at;
      return until === null ? null : until - row.requested_at;
    }
    case 'length':
      return row.accepted_at === null || row.ended_at === null ? null : row.ended_at - row.accepted_at;
    case 'rating':
      return row.rating;
  }
}

/**
 * Chats of a site in an order, from a place on. Read in stretches, each of which is one stretch of an index: what has the
 * same values as the last chat, then what comes after them, at last what has no value.
 */
export async function selectChats(
  db: Kysely<Database>,
  siteId: string,
  conditions: Conditions,
  order: ChatOrder,
  { after, limit }: { after: ChatPlace | null; limit: number },
): Promise<ChatRow[]> {
  const value = sortValues[order.sort];
  const direction = order.direction === 'ascending' ? 'asc' : 'desc';
  const rows: ChatRow[] = [];
  for (const stretch of stretchesAfter(after, value, order)) {
    let query = db.selectFrom('chat').selectAll('chat').where('chat.site_id', '=', siteId);
    for (const condition of [...stretch, ...conditions]) query = query.where(condition);
    if (value) query = query.orderBy(value, direction);
    query = query.orderBy('chat.requested_at', direction).orderBy('chat.id', direction);
    rows.push(...(await query.limit(limit - rows.length).execute()));
    if (rows.length >= limit) break;
  }
  return rows;
}

function stretchesAfter(
  after: ChatPlace | null,
  value: RawBuilder<number> | null,
  { direction }: Pick<ChatOrder, 'direction'>,
): Conditions[] {
  const past = sql.raw(direction === 'ascending' ? '>' : '<');
  const hasValue = (of: RawBuilder<number>) => sql<SqlBool>`${of} >= ${sql.lit(Number.MIN_SAFE_INTEGER)}`;
  const hasNone = (of: RawBuilder<number>) => sql<SqlBool>`${of} is null`;
  if (after === null) return value ? [[hasValue(value)], [hasNone(value)]] : [[]];
  const same = sql<SqlBool>`chat.requested_at = ${after.requestedAt} and chat.id ${past} ${after.id}`;
  const later = sql<SqlBool>`chat.requested_at ${past} ${after.requestedAt}`;
  if (!value) return [[same], [later]];
  if (after.value === null)
    return [
      [hasNone(value), same],
      [hasNone(value), later],
    ];
  const equal = sql<SqlBool>`${value} = ${after.value}`;
  const further = sql<SqlBool>`${value} ${past} ${after.value}`;
  return [[equal, same], [equal, later], [further, hasValue(value)], [hasNone(value)]];
}

/** When the chat was requested that is so many chats away from an instant in the order of requests; null: there is none. */
export async function findRequestAway(
  db: Kysely<Database>,
  siteId: string,
  from: number,
  chats: number,
  direction: ChatOrder['direction'],
): Promise<number | null> {
  const isAscending = direction === 'ascending';
  const row = await db
    .selectFrom('chat')
    .select('requested_at')
    .where('site_id', '=', siteId)
    .where('requested_at', isAscending ? '>=' : '<=', from)
    .orderBy('requested_at', isAscending ? 'asc' : 'desc')
    .offset(chats)
    .limit(1)
    .executeTakeFirst();
  return row?.requested_at ?? null;
}
