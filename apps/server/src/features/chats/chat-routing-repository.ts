import type { ChatSummary } from '@foyer/protocol/chat';
import type { RouteLevel } from '@foyer/protocol/routing';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { overduePage } from './chat-repository.ts';
import { type ChatRow, toSummary } from './chat-row.ts';

/** How far the routing of a pending chat is, as it was read: a step is taken from exactly there, by whoever is first. */
export interface RoutePlace {
  readonly level: RouteLevel;
  readonly since: number;
  readonly offeredTo: string | null;
  readonly offeredUntil: number | null;
  /** As stored. */
  readonly offeredBefore: string;
}

/** A pending chat as far as routing looks at it: many are, each time somebody comes or goes. */
export interface PendingRoute {
  readonly chat: Pick<ChatSummary, 'siteId' | 'id' | 'departmentId' | 'departmentName' | 'skills'>;
  readonly place: RoutePlace;
}

const columns = [
  'site_id',
  'id',
  'state',
  'pending_since',
  'department_id',
  'department_name',
  'skills',
  'route_level',
  'route_since',
  'offered_to',
  'offered_until',
  'offered_before',
] as const;
type RouteRow = Pick<ChatRow, (typeof columns)[number]>;

function placeOf(row: RouteRow): RoutePlace {
  return {
    level: row.route_level as RouteLevel,
    since: row.route_since,
    offeredTo: row.offered_to,
    offeredUntil: row.offered_until,
    offeredBefore: row.offered_before,
  };
}

/** Whether a locked chat is still where it was read. */
export function isAt(row: ChatRow, place: RoutePlace): boolean {
  return row.state === 'pending' && JSON.stringify(placeOf(row)) === JSON.stringify(place);
}

/** Pending chats, the longest wait first. */
export async function listPendingRoutes(db: Kysely<Database>): Promise<PendingRoute[]> {
  const rows = await db
    .selectFrom('chat')
    .select(columns)
    .where(sql<boolean>`state = 'pending'`)
    .orderBy('id')
    .limit(10 * overduePage)
    .execute();
  return rows
    .sort((one, other) => (one.pending_since ?? 0) - (other.pending_since ?? 0))
    .map((row) => ({
      chat: {
        siteId: row.site_id,
        id: row.id,
        departmentId: row.department_id,
        departmentName: row.department_name,
        skills: JSON.parse(row.skills),
      },
      place: placeOf(row),
    }));
}

/** Lets a pending chat ring at one operator alone, or at nobody any more. Null: somebody was faster. */
export async function moveOffer(
  db: Kysely<Database>,
  { chat, place }: PendingRoute,
  next: {
    readonly offer: { readonly operatorId: string; readonly name: string; readonly until: number } | null;
    readonly offeredBefore: readonly string[];
  },
  at: number,
): Promise<{ readonly chat: ChatSummary; readonly place: RoutePlace } | null> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('chat')
      .set((eb) => ({
        offered_to: next.offer?.operatorId ?? null,
        offered_name: next.offer?.name ?? null,
        offered_until: next.offer?.until ?? null,
        offered_before: JSON.stringify(next.offeredBefore),
        version: eb('version', '+', 1),
      }))
      .where('site_id', '=', chat.siteId)
      .where('id', '=', chat.id)
      .where('state', '=', 'pending')
      .where('route_level', '=', place.level)
      .where('route_since', '=', place.since)
      .where('offered_to', 'is not distinct from', place.offeredTo)
      .where('offered_until', 'is not distinct from', place.offeredUntil)
      .where('offered_before', '=', place.offeredBefore)
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    if (next.offer) await noteTurn(trx, chat.siteId, next.offer.operatorId, at);
    return { chat: toSummary(row), place: placeOf(row) };
  });
}

/** Notes that a chat was offered to an operator alone, for who is next. */
export async function noteTurn(db: Kysely<Database>, siteId: string, operatorId: string, at: number): Promise<void> {
  await db
    .insertInto('offer_turn')
    .values({ site_id: siteId, operator_id: operatorId, at })
    .onConflict((conflict) => conflict.columns(['site_id', 'operator_id']).doUpdateSet({ at }))
    .execute();
}

/** When a chat was last offered to each operator of a site alone. */
export async function readTurns(db: Kysely<Database>, siteId: string): Promise<Map<string, number>> {
  const rows = await db.selectFrom('offer_turn').select(['operator_id', 'at']).where('site_id', '=', siteId).execute();
  return new Map(rows.map((row) => [row.operator_id, row.at]));
}

/** Active chats whose operator has neither written nor confirmed in time. */
export async function listUnconfirmed(db: Kysely<Database>, now: number): Promise<ChatSummary[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where(sql<boolean>`confirm_until is not null`)
    .where('confirm_until', '<=', now)
    .where('state', '=', 'active')
    .limit(overduePage)
    .execute();
  return rows.map(toSummary);
}

/** Nothing is to be confirmed any more; null: nothing was, or somebody else has the chat. */
export async function confirmChat(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  operatorId: string,
): Promise<ChatSummary | null> {
  const row = await db
    .updateTable('chat')
    .set((eb) => ({ confirm_until: null, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('state', '=', 'active')
    .where('operator_id', '=', operatorId)
    .where('confirm_until', 'is not', null)
    .returningAll()
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}
