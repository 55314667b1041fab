import type { ChatSummary } from '@foyer/protocol/chat';
import type { ChatTransfer } from '@foyer/protocol/routing';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { overduePage } from './chat-repository.ts';
import { toSummary } from './chat-row.ts';
import { isOnlineWithRoom } from './may-take.ts';

/** Whether a transfer is for an operator who is Online with room. Their row must be locked. */
export async function isAbleTo(
  trx: Kysely<Database>,
  siteId: string,
  { to, fromOperatorId }: ChatTransfer,
  operatorId: string,
): Promise<boolean> {
  if (fromOperatorId === operatorId) return false;
  const able = await trx
    .selectFrom('operator')
    .select('id')
    .where('id', '=', operatorId)
    .where(isOnlineWithRoom(operatorId))
    .executeTakeFirst();
  return able !== undefined && (await isOfferedTo(trx, siteId, to, operatorId));
}

/** Whether an operator is one of those to whom a chat is passed on. */
export async function isOfferedTo(
  db: Kysely<Database>,
  siteId: string,
  to: ChatTransfer['to'],
  operatorId: string,
): Promise<boolean> {
  if (to.kind === 'operator') return to.id === operatorId;
  const member = await db
    .selectFrom('membership')
    .select('operator_id')
    .where('site_id', '=', siteId)
    .where('kind', '=', to.kind)
    .where('document_id', '=', to.id)
    .where('operator_id', '=', operatorId)
    .executeTakeFirst();
  return member !== undefined;
}

/** Notes who does not want it; null: the transfer has changed since it was read. */
export async function declineAsMember(
  db: Kysely<Database>,
  chat: ChatSummary,
  declined: ChatTransfer,
): Promise<ChatSummary | null> {
  const row = await db
    .updateTable('chat')
    .set((eb) => ({ transfer: JSON.stringify(declined), version: eb('version', '+', 1) }))
    .where('site_id', '=', chat.siteId)
    .where('id', '=', chat.id)
    .where('state', '=', 'active')
    .where('transfer_id', '=', declined.id)
    .where('transfer', '=', JSON.stringify(chat.transfer))
    .returningAll()
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** Chats with a transfer whose time is up. */
export async function listOverdueTransfers(db: Kysely<Database>, now: number): Promise<ChatSummary[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where(sql<boolean>`transfer_id is not null`)
    .where('transfer_until', '<=', now)
    .limit(overduePage)
    .execute();
  return rows.map(toSummary);
}

/** Takes away what is left of a transfer of a chat that is over, or whose sender has it no more. */
export async function clearStaleTransfers(db: Kysely<Database>, chat: ChatSummary): Promise<void> {
  await db
    .updateTable('chat')
    .set({ transfer_id: null, transfer: null, transfer_until: null })
    .where('site_id', '=', chat.siteId)
    .where('id', '=', chat.id)
    .where('version', '=', chat.version)
    .execute();
}
