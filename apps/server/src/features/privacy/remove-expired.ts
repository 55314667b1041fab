import type { RetentionClass } from '@foyer/protocol/privacy';
import { addDays, localTime } from '@foyer/rules/site-time';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { noteCompleteSince } from './frozen-days.ts';
import { isOneOf } from './person-table.ts';
import { personTables } from './person-tables.ts';

/** What is to be removed: of which site, from before when, and how much at once. */
interface Expiry {
  readonly siteId: string;
  readonly timeZone: string;
  /** Epoch ms. */
  readonly before: number;
  readonly limit: number;
}

type Db = Kysely<Database>;
type Remover = (trx: Db, expiry: Expiry) => Promise<number>;

/** Nobody holds the visitor of this column, for their own sake or that of one of their chats. */
function isFree(siteId: string, visitorId: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (select 1 from legal_hold where legal_hold.site_id = ${siteId}
      and legal_hold.kind = 'visitor' and legal_hold.id = ${sql.ref(visitorId)})
    and not exists (select 1 from legal_hold join chat as held on held.site_id = legal_hold.site_id and held.id = legal_hold.id
      where legal_hold.site_id = ${siteId} and legal_hold.kind = 'chat' and held.visitor_id = ${sql.ref(visitorId)})`;
}

/** Deletes what hangs on visits, chats or files, by the list of all tables. */
async function removeDependents(
  trx: Db,
  siteId: string,
  list: 'visitIds' | 'chatIds' | 'fileIds',
  ids: readonly string[],
): Promise<void> {
  for (const [table, { by }] of Object.entries(personTables))
    if (by?.list === list)
      await sql`delete from ${sql.table(table)} where site_id = ${siteId} and ${isOneOf(sql.ref(by.column), ids)}`.execute(
        trx,
      );
}

const removeVisits: Remover = async (trx, { siteId, timeZone, before, limit }) => {
  const visits = await trx
    .selectFrom('visit')
    .select(['id', 'visitor_id'])
    .where('site_id', '=', siteId)
    .where('id', '<', smallestIdAt(before))
    .where('last_hit_at', '<', before)
    .where(isFree(siteId, 'visit.visitor_id'))
    .orderBy('id')
    .limit(limit)
    .execute();
  if (visits.length === 0) return 0;
  const ids = visits.map(({ id }) => id);
  const visitors = [...new Set(visits.map(({ visitor_id }) => visitor_id))];
  // Page views of a visit reach into the day after it.
  await noteCompleteSince(trx, siteId, 'visits', addDays(localTime(before, timeZone).date, 2));
  await removeDependents(trx, siteId, 'visitIds', ids);
  for (const table of ['invitation', 'firing'] as const)
    await trx
      .deleteFrom(table)
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitors)
      .where('visit_id', 'in', ids)
      .execute();
  await trx
    .updateTable('chat')
    .set({ visit_id: null })
    .where('site_id', '=', siteId)
    .where('visitor_id', 'in', visitors)
    .where('visit_id', 'in', ids)
    .execute();
  await trx.deleteFrom('visit').where('site_id', '=', siteId).where('id', 'in', ids).execute();
  return ids.length;
};

function removeChats(kind: 'chats' | 'missedChats', states: readonly string[]): Remover {
  return async (trx, { siteId, timeZone, before, limit }) => {
    const chats = await trx
      .selectFrom('chat')
      .select('id')
      .where('site_id', '=', siteId)
      .where('state', 'in', states)
      .where('id', '<', smallestIdAt(before))
      .where(isFree(siteId, 'chat.visitor_id'))
      .orderBy('id')
      .limit(limit)
      .execute();
    if (chats.length === 0) return 0;
    const ids = chats.map(({ id }) => id);
    // A chat is counted on the days on which it was asked for, ended and classified.
    await noteCompleteSince(trx, siteId, kind, addDays(localTime(before, timeZone).date, 2));
    const files = await trx
      .selectFrom('chat_file')
      .select('id')
      .where('site_id', '=', siteId)
      .where('chat_id', 'in', ids)
      .execute();
    const fileIds = files.map(({ id }) => id);
    await removeDependents(trx, siteId, 'fileIds', fileIds);
    await removeDependents(trx, siteId, 'chatIds', ids);
    await trx.deleteFrom('chat_file').where('site_id', '=', siteId).where('chat_id', 'in', ids).execute();
    await trx.deleteFrom('chat').where('site_id', '=', siteId).where('id', 'in', ids).execute();
    return ids.length;
  };
}

/** Rows with an id that tells when they were made. */
function removeRows(
  table: 'outbox' | 'spider_hit' | 'exception' | 'visitor_note',
  more: (siteId: string) => RawBuilder<SqlBool> = () => sql<SqlBool>`1 = 1`,
  kind: string | null = null,
): Remover {
  return async (trx, { siteId, timeZone, before, limit }) => {
    const rows = await trx
      .selectFrom(table)
      .select('id')
      .where('site_id', '=', siteId)
      .where('id', '<', smallestIdAt(before))
      .where(more(siteId))
      .orderBy('id')
      .limit(limit)
      .execute();
    if (rows.length === 0) return 0;
    if (kind !== null) await noteCompleteSince(trx, siteId, kind, addDays(localTime(before, timeZone).date, 1));
    const ids = rows.map(({ id }) => id);
    await trx.deleteFrom(table).where('site_id', '=', siteId).where('id', 'in', ids).execute();
    return ids.length;
  };
}

/** Addresses outlive neither the day they are compared on nor the block they were for. */
const removeExceptions: Remover = async (trx, expiry) => {
  const { siteId, timeZone, before } = expiry;
  await trx
    .deleteFrom('click_total')
    .where('site_id', '=', siteId)
    .where('day', '<', localTime(before, timeZone).date)
    .execute();
  await trx.deleteFrom('block').where('site_id', '=', siteId).where('lifted_at', '<', before).execute();
  return removeRows('exception')(trx, expiry);
};

/** One batch of each class, in a transaction; fewer than `limit` removed: that was all. Visitors and recordings are removed elsewhere. */
export const removers: Readonly<Record<Exclude<RetentionClass, 'visitors' | 'recordings'>, Remover>> = {
  visits: removeVisits,
  chats: removeChats('chats', ['ended', 'closed']),
  missedChats: removeChats('missedChats', ['missed']),
  outbox: removeRows('outbox', () => sql<SqlBool>`state not in ('waiting', 'sending')`),
  spiders: removeRows('spider_hit', undefined, 'spiders'),
  exceptions: removeExceptions,
  notes: removeRows('visitor_note', (siteId) => isFree(siteId, 'visitor_note.visitor_id')),
};

/** Visitors of whom nothing but themselves is left since an instant. */
export async function findExpiredVisitors(db: Db, { siteId, before, limit }: Expiry): Promise<string[]> {
  const rows = await db
    .selectFrom('visitor')
    .select('id')
    .where('site_id', '=', siteId)
    .where('last_visit_at', '<', before)
    .where(
      sql<SqlBool>`not exists (select 1 from visit where visit.site_id = visitor.site_id and visit.visitor_id = visitor.id)
        and not exists (select 1 from chat where chat.site_id = visitor.site_id and chat.visitor_id = visitor.id)`,
    )
    .where(isFree(siteId, 'visitor.id'))
    .orderBy('last_visit_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
