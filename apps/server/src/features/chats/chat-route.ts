import type { ChatSummary } from '@foyer/protocol/chat';
import { chatTransferSchema } from '@foyer/protocol/routing';
import type { ChatNeeds } from '@foyer/rules/route-chat';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { ChatWish } from '../routing/chat-wish.ts';

type Row = Selectable<Database['chat']>;

/** What a chat asks for, and how far its routing and its transfer are. */
export function routeOf(row: Row) {
  return {
    departmentId: row.department_id,
    departmentName: row.department_name,
    skills: JSON.parse(row.skills),
    route:
      row.state === 'pending'
        ? {
            level: row.route_level,
            since: row.route_since,
            offer:
              row.offered_to === null || row.offered_until === null
                ? null
                : { operatorId: row.offered_to, operatorName: row.offered_name ?? '', until: row.offered_until },
          }
        : null,
    transfer: openTransferOf(row),
    confirmUntil: row.state === 'active' ? row.confirm_until : null,
  };
}

/** The open transfer of a chat; one whose sender has the chat no more, or that is over, counts no more. */
export function openTransferOf(row: Row): ChatSummary['transfer'] {
  if (row.transfer_id === null || row.transfer === null || row.state !== 'active') return null;
  const transfer = chatTransferSchema.parse(JSON.parse(row.transfer));
  return transfer.fromOperatorId === row.operator_id ? transfer : null;
}

/** Columns of a new chat. */
export function routeColumns(wish: ChatWish | undefined, at: number) {
  return {
    department_id: wish?.department?.id ?? null,
    department_name: wish?.department?.name ?? null,
    skills: JSON.stringify(wish?.skills ?? []),
    route_level: 'asked',
    route_since: at,
    offered_to: null,
    offered_name: null,
    offered_until: null,
    offered_before: '[]',
    confirm_until: null,
    transfer_id: null,
    transfer: null,
    transfer_until: null,
  };
}

/** Puts a chat back into the queue, at the first level. `gaveBack`: the operator who is asked last of all. */
export function requeued(at: number, gaveBack: string) {
  return {
    state: 'pending',
    operator_id: null,
    operator_name: null,
    pending_since: at,
    quiet_since: null,
    reminded: 0,
    help: null,
    supervisors: '[]',
    route_level: 'asked',
    route_since: at,
    offered_to: null,
    offered_name: null,
    offered_until: null,
    offered_before: JSON.stringify([gaveBack]),
    confirm_until: null,
    transfer_id: null,
    transfer: null,
    transfer_until: null,
  };
}

/** What a chat asks for, by ids. */
export function needsOfChat(chat: Pick<ChatSummary, 'departmentId' | 'skills'>): ChatNeeds {
  return { departmentId: chat.departmentId, skillIds: chat.skills.map(({ id }) => id) };
}

export async function insertChatSkills(
  trx: Kysely<Database>,
  siteId: string,
  chatId: string,
  skills: readonly { readonly id: string }[],
): Promise<void> {
  if (skills.length === 0) return;
  await trx
    .insertInto('chat_skill')
    .values(skills.map(({ id }) => ({ site_id: siteId, chat_id: chatId, skill_id: id })))
    .execute();
}
