import type { ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { toSummary } from './chat-row.ts';

/** Takes back that a chat's operator asks for a supervisor. `operatorId`: only if it is theirs. Null: nothing was asked. */
export async function clearHelp(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  operatorId: string | null,
): Promise<ChatSummary | null> {
  let update = db
    .updateTable('chat')
    .set((eb) => ({ help: null, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('help', 'is not', null);
  if (operatorId !== null) update = update.where('operator_id', '=', operatorId);
  const row = await update.returningAll().executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** Active chats in which supervisors have spoken who may have gone since. */
export async function listSupervised(
  db: Kysely<Database>,
): Promise<{ siteId: string; chatId: string; supervisors: string }[]> {
  const rows = await db
    .selectFrom('chat')
    .select(['site_id', 'id', 'supervisors'])
    .where(sql<boolean>`state = 'active'`)
    .where('supervisors', '<>', '[]')
    .execute();
  return rows.map((row) => ({ siteId: row.site_id, chatId: row.id, supervisors: row.supervisors }));
}
