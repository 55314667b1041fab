import { localTime } from '@foyer/rules/site-time';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readChatOptions } from '../chat-options/read-chat-options.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { differenceOfCounts } from './chat-day-counts.ts';
import type { ChatRow } from './chat-row.ts';

/** Fields of a chat that its day totals are made of. */
const counted = new Set(['state', 'taken_at', 'ended_at', 'rating']);

/** Whether a change of these fields may change day totals. */
export function touchesCounts(patch: object = {}): boolean {
  return Object.keys(patch).some((field) => counted.has(field));
}

/** Locks a chat and reads it as it is, for `countChat` after the change. */
export function lockChat(trx: Transaction<Database>, siteId: string, chatId: string): Promise<ChatRow | undefined> {
  return trx
    .updateTable('chat')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .returningAll()
    .executeTakeFirst();
}

/** Brings the day totals of a chat up to date, in the transaction that changes it. `before` null: it is new. */
export async function countChat(trx: Kysely<Database>, before: ChatRow | null, after: ChatRow): Promise<void> {
  const timeZone = (await lookUpSite(trx, after.site_id))?.timeZone ?? 'UTC';
  const local = localTime(after.requested_at, timeZone);
  const rows = differenceOfCounts(before, after, local).map((one) => ({
    site_id: after.site_id,
    day: local.date,
    ...one,
  }));
  if (rows.length === 0) return;
  await trx
    .insertInto('day_total')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['site_id', 'day', 'counter'])
        .doUpdateSet((eb) => ({ value: eb('day_total.value', '+', eb.ref('excluded.value')) })),
    )
    .execute();
}

/** How long a chat of a site may wait until level two, ms; infinite when there is no such level. */
export async function readLevelTwoMs(trx: Kysely<Database>, siteId: string): Promise<number> {
  const { pendingLevelTwoSeconds } = await readChatOptions(trx, siteId);
  return pendingLevelTwoSeconds === 0 ? Number.POSITIVE_INFINITY : pendingLevelTwoSeconds * 1000;
}
