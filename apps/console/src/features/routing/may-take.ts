import type { ChatSummary } from '@foyer/protocol/chat';
import type { Role } from '@foyer/protocol/operator';

/** Whether a pending chat rings at this operator: it is for them, and offered to nobody else alone. */
export function ringsAt(chat: ChatSummary, operatorId: string): boolean {
  if (chat.state !== 'pending' || chat.isForMe === false) return false;
  const offer = chat.route?.offer ?? null;
  return offer === null || offer.operatorId === operatorId;
}

/** Whether a chat of somebody else is offered to this operator. */
export function isOfferedTo(chat: ChatSummary, operatorId: string): boolean {
  return chat.transfer !== null && chat.operatorId !== operatorId && chat.isForMe === true;
}

/** Whether the console offers to accept a pending chat: it rings here, or its operator sees to all. */
export function mayAccept(chat: ChatSummary, me: { readonly id: string; readonly role: Role }): boolean {
  return me.role !== 'operator' || ringsAt(chat, me.id);
}
