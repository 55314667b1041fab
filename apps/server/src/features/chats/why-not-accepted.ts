import type { ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { isOnlineWithRoom } from './may-take.ts';

/** Why an operator did not get a chat, in words for them. */
export async function whyNotAccepted(db: Kysely<Database>, chat: ChatSummary, operatorId: string): Promise<AppError> {
  if (chat.state === 'active')
    return new AppError('conflict', `${chat.operatorName ?? 'Somebody else'} has this chat already`);
  if (chat.state !== 'pending') return new AppError('conflict', 'This chat is over');
  return (await whyNotAble(db, operatorId)) ?? new AppError('conflict', whoseItIs(chat));
}

/** Why an operator can take no chat at all just now; null: they can. */
export async function whyNotAble(db: Kysely<Database>, operatorId: string): Promise<AppError | null> {
  const operator = await db
    .selectFrom('operator')
    .select(['status', sql<boolean | number | null>`${isOnlineWithRoom(operatorId)}`.as('is_able')])
    .where('id', '=', operatorId)
    .executeTakeFirst();
  if (operator?.is_able) return null;
  return operator?.status === 'online'
    ? new AppError('conflict', 'You have as many chats as your limit allows')
    : new AppError('conflict', 'Only who is Online gets new chats: change your status first');
}

function whoseItIs({ route, departmentName, skills }: ChatSummary): string {
  if (route?.offer) return `This chat is offered to ${route.offer.operatorName}`;
  const names = [...(departmentName === null ? [] : [departmentName]), ...skills.map(({ name }) => name)];
  // It is for everybody: one of theirs has gone since.
  if (names.length === 0) return 'You had as many chats as your limit allows; try again';
  return `This chat is for ${names.join(', ')}`;
}
