import type { Kysely } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

/** Chats requested since an instant that remember an invite, by its id. Reads the range of the primary key, no more. */
export async function countChatsByInvite(
  db: Kysely<Database>,
  siteId: string,
  since: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('chat')
    .select((eb) => ['invite_id', eb.fn.countAll().as('chats')])
    .where('site_id', '=', siteId)
    .where('id', '>=', smallestIdAt(since))
    .where('invite_id', 'is not', null)
    .groupBy('invite_id')
    .execute();
  return new Map(rows.map((row) => [String(row.invite_id), Number(row.chats)]));
}
