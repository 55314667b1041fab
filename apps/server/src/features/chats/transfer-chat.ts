import type { ChatSummary, EntryContent } from '@foyer/protocol/chat';
import type { ChatTransfer, Routing, TransferTarget } from '@foyer/protocol/routing';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { appendDecided, type ChatPatch, type Decided, type Sender, system } from './chat-log-repository.ts';
import { insertChatSkills, openTransferOf } from './chat-route.ts';
import { isChatFor, type RoutedMember } from './chat-router.ts';
import type { ChatRow } from './chat-row.ts';
import type { ChatService, OperatorInChat } from './chat-service.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';
import { lockOperator } from './may-take.ts';
import { clearStaleTransfers, declineAsMember, isAbleTo, listOverdueTransfers } from './transfer-repository.ts';
import { whyNotAble } from './why-not-accepted.ts';

export interface TransferParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly routingOf: (siteId: string) => Promise<Routing | null>;
  readonly membersOf: (siteId: string) => readonly RoutedMember[];
  /** The operator, department or skill of a site with its name of now; null: there is none. */
  readonly findTarget: (siteId: string, to: Pick<TransferTarget, 'kind' | 'id'>) => Promise<TransferTarget | null>;
  readonly now: () => number;
}

/** A chat that is offered to nobody. */
export const noTransfer = { transfer_id: null, transfer: null, transfer_until: null } as const satisfies ChatPatch;

/** Offers one's chat to others (W-161); it stays until somebody takes it. Throws `conflict` when nobody could. */
export async function offerTransfer(
  parts: TransferParts,
  siteId: string,
  chatId: string,
  wanted: { readonly to: Pick<TransferTarget, 'kind' | 'id'>; readonly note: string },
  operator: OperatorInChat,
): Promise<ChatSummary> {
  const to = await parts.findTarget(siteId, wanted.to);
  if (!to) throw new AppError('invalid_request', `No such ${wanted.to.kind} on this site`);
  const now = parts.now();
  const routing = await parts.routingOf(siteId);
  const transfer: ChatTransfer = {
    id: newId(),
    to,
    note: maskCardNumbers(wanted.note.trim()),
    fromOperatorId: operator.operatorId,
    fromOperatorName: operator.name,
    at: now,
    until: now + (routing?.transferTimeoutSeconds ?? 60) * 1000,
    declinedBy: [],
  };
  if (!parts.membersOf(siteId).some((member) => mayTakeNow(member) && isTransferFor(transfer, member)))
    throw new AppError('conflict', `Nobody of ${to.name} can take a chat just now`);
  return change(parts, siteId, chatId, operator, async () => ({
    content: { kind: 'transferOffered', to, note: transfer.note },
    patch: { transfer_id: transfer.id, transfer: JSON.stringify(transfer), transfer_until: transfer.until },
  }));
}

/** Takes one's offer back. Throws `conflict` when it has been taken, or there is none. */
export function cancelTransfer(
  parts: TransferParts,
  siteId: string,
  chatId: string,
  operator: OperatorInChat,
): Promise<ChatSummary> {
  return change(parts, siteId, chatId, operator, async (_trx, chat) => {
    const transfer = openTransferOf(chat);
    if (!transfer) throw new AppError('conflict', 'This chat is not being transferred');
    return { content: { kind: 'transferDeclined', to: transfer.to, reason: 'cancelled' }, patch: noTransfer };
  });
}

/** Takes the chat that is offered to the operator. The first to do so has it; the others are told who. */
export async function acceptTransfer(
  parts: TransferParts,
  siteId: string,
  chatId: string,
  operator: OperatorInChat,
): Promise<ChatSummary> {
  const me = operator.operatorId;
  const offered = (await parts.chats.get(siteId, chatId)).transfer;
  const taken = await appendDecided(
    parts.storage.db,
    siteId,
    chatId,
    // The operator's row before the chat's: as when a pending chat is accepted.
    { states: ['active'], at: parts.now(), before: (trx) => lockOperator(trx, me) },
    async (trx, chat) => {
      const transfer = openTransferOf(chat);
      if (!transfer || transfer.id !== offered?.id || !(await isAbleTo(trx, siteId, transfer, me))) return null;
      return {
        sender: senderOf(operator),
        content: { kind: 'transferred', operatorName: operator.name },
        patch: {
          ...noTransfer,
          ...(await newWish(trx, chat, transfer.to)),
          operator_id: me,
          operator_name: operator.name,
          quiet_since: null,
          nudged: 0,
          help: null,
          confirm_until: null,
        },
      };
    },
  );
  if (taken?.entry) {
    parts.chats.tellHandedOver(taken.chat, taken.entry);
    return taken.chat;
  }
  const chat = taken?.chat ?? (await parts.chats.get(siteId, chatId));
  if (chat.state === 'active' && chat.operatorId === me) return chat;
  if (chat.transfer !== null && isTransferFor(chat.transfer, { ...(await membershipOf(parts, siteId, me)) }))
    throw (await whyNotAble(parts.storage.db, me)) ?? new AppError('conflict', 'This chat is not offered to you');
  throw new AppError(
    'conflict',
    chat.state === 'active' ? `${chat.operatorName ?? 'Somebody else'} has this chat already` : 'This chat is over',
  );
}

/** The operator does not want it. When nobody is left who could take it, its sender is told. */
export async function declineTransfer(
  parts: TransferParts,
  siteId: string,
  chatId: string,
  operator: OperatorInChat,
): Promise<ChatSummary> {
  const chat = await parts.chats.get(siteId, chatId);
  const { transfer } = chat;
  if (!transfer || !isTransferFor(transfer, await membershipOf(parts, siteId, operator.operatorId)))
    throw new AppError('conflict', 'This chat is not offered to you');
  const declined = { ...transfer, declinedBy: [...transfer.declinedBy, operator.operatorId] };
  const isLeft = parts.membersOf(siteId).some((member) => mayTakeNow(member) && isTransferFor(declined, member));
  if (!isLeft) return (await endTransfer(parts, chat, 'declined', senderOf(operator))) ?? chat;
  const noted = await declineAsMember(parts.storage.db, chat, declined);
  // Somebody else has just declined, too: once more, with what they left.
  if (!noted) return declineTransfer(parts, siteId, chatId, operator);
  parts.chats.tellRouted(noted, null);
  return noted;
}

/** Ends the transfers that nobody has taken in time. Safe on several nodes at once. */
export async function sweepTransfers(parts: TransferParts): Promise<void> {
  for (const chat of await listOverdueTransfers(parts.storage.db, parts.now()))
    if (chat.transfer === null) await clearStaleTransfers(parts.storage.db, chat);
    else await endTransfer(parts, chat, 'timedOut', system);
}

/** The sender is told, and the chat stays with them. Null: somebody was faster. */
async function endTransfer(
  parts: TransferParts,
  chat: ChatSummary,
  reason: 'declined' | 'timedOut',
  sender: Sender,
): Promise<ChatSummary | null> {
  const ended = await appendDecided(
    parts.storage.db,
    chat.siteId,
    chat.id,
    { states: ['active'], at: parts.now() },
    async (_trx, locked) => {
      const transfer = openTransferOf(locked);
      if (!transfer || transfer.id !== chat.transfer?.id) return null;
      return { sender, content: { kind: 'transferDeclined', to: transfer.to, reason }, patch: noTransfer };
    },
  );
  if (ended?.entry) parts.chats.tellRouted(ended.chat, ended.entry);
  return ended?.chat ?? null;
}

/** Changes the transfer of a chat that the operator has. */
async function change(
  parts: TransferParts,
  siteId: string,
  chatId: string,
  operator: OperatorInChat,
  decide: (
    trx: Transaction<Database>,
    chat: ChatRow,
  ) => Promise<{ readonly content: EntryContent; readonly patch: ChatPatch }>,
): Promise<ChatSummary> {
  const changed = await appendDecided(
    parts.storage.db,
    siteId,
    chatId,
    { states: ['active'], at: parts.now() },
    async (trx, chat): Promise<Decided> => {
      if (chat.operator_id !== operator.operatorId)
        throw new AppError('forbidden', `${chat.operator_name ?? 'Somebody else'} has this chat`);
      return { sender: senderOf(operator), ...(await decide(trx, chat)) };
    },
  );
  if (!changed) throw new AppError('conflict', 'Only an active chat can be transferred');
  if (changed.entry) parts.chats.tellRouted(changed.chat, changed.entry);
  return changed.chat;
}

/** A chat that a department or somebody with a skill has taken is theirs from now on, also when it waits again. */
async function newWish(trx: Transaction<Database>, chat: ChatRow, to: TransferTarget): Promise<ChatPatch> {
  if (to.kind === 'department') return { department_id: to.id, department_name: to.name };
  if (to.kind === 'operator') return {};
  await trx.deleteFrom('chat_skill').where('site_id', '=', chat.site_id).where('chat_id', '=', chat.id).execute();
  const skill = { id: to.id, name: to.name };
  await insertChatSkills(trx, chat.site_id, chat.id, [skill]);
  return { skills: JSON.stringify([skill]) };
}

function mayTakeNow({ isOnline, activeChats, maxChats }: RoutedMember): boolean {
  return isOnline && (maxChats === 0 || activeChats < maxChats);
}

type Recipient = Pick<RoutedMember, 'operatorId' | 'departmentIds' | 'skillIds'>;

function isTransferFor(transfer: ChatTransfer, operator: Recipient): boolean {
  return isChatFor({ route: null, transfer } as ChatSummary, operator);
}

async function membershipOf(parts: TransferParts, siteId: string, operatorId: string): Promise<Recipient> {
  return (
    parts.membersOf(siteId).find((member) => member.operatorId === operatorId) ?? {
      operatorId,
      departmentIds: [],
      skillIds: [],
    }
  );
}

function senderOf({ operatorId, name }: OperatorInChat): Sender {
  return { kind: 'operator', id: operatorId, name };
}
