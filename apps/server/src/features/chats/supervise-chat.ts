import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { appendDecided, appendEntry, type Guard, type NewEntry } from './chat-log-repository.ts';
import type { ChatService, OperatorInChat } from './chat-service.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';
import { noTransfer } from './transfer-chat.ts';

export interface SuperviseParts {
  readonly storage: Storage;
  readonly chats: Pick<ChatService, 'get' | 'tellClassified' | 'tellListed' | 'tellMoved'>;
  readonly now: () => number;
}

/** A chat, by its site. */
export interface ChatName {
  readonly siteId: string;
  readonly chatId: string;
}

/** Supervisors who have spoken in a chat, as its row keeps them. */
const supervisorsSchema = z.array(z.object({ operatorId: z.string(), name: z.string() }));

const senderOf = ({ operatorId, name }: OperatorInChat) => ({ kind: 'operator', id: operatorId, name }) as const;

/** Stores what a supervisor says to both sides of a chat; the first time, that they have joined it. */
export async function speakAsSupervisor(
  parts: SuperviseParts,
  name: ChatName,
  supervisor: OperatorInChat,
  { cid, body }: { cid: string; body: string },
): Promise<ChatEntry> {
  const { siteId, chatId } = name;
  const at = parts.now();
  const joined = await appendDecided(
    parts.storage.db,
    siteId,
    chatId,
    { states: ['active'], at },
    async (_trx, chat) => {
      const present = readSupervisors(chat.supervisors);
      if (chat.operator_id === supervisor.operatorId) return null;
      if (present.some(({ operatorId }) => operatorId === supervisor.operatorId)) return null;
      return {
        sender: senderOf(supervisor),
        content: { kind: 'supervisorJoined', operatorName: supervisor.name },
        patch: { supervisors: JSON.stringify([...present, supervisor]), help: null },
      };
    },
  );
  if (joined?.entry) parts.chats.tellClassified(joined.chat, joined.entry);
  const content = { kind: 'message', body: maskCardNumbers(body) } as const;
  const patch = { quiet_since: at, help: null };
  return append(
    parts,
    name,
    { states: ['active'] },
    { sender: senderOf(supervisor), cid, content, at, patch },
    supervisor,
  );
}

/** Stores what operator and supervisors of a chat say among themselves. `isSupervisor`: need not have the chat. */
export function whisper(
  parts: SuperviseParts,
  name: ChatName,
  { isSupervisor, ...operator }: OperatorInChat & { readonly isSupervisor: boolean },
  { cid, body }: { cid: string; body: string },
): Promise<ChatEntry> {
  const guard: Guard = isSupervisor ? { states: ['active'] } : { states: ['active'], operatorId: operator.operatorId };
  const content = { kind: 'whisper', body: maskCardNumbers(body) } as const;
  return append(parts, name, guard, { sender: senderOf(operator), cid, content, at: parts.now() }, operator);
}

async function append(
  { storage, chats }: SuperviseParts,
  { siteId, chatId }: ChatName,
  guard: Guard,
  entry: NewEntry,
  operator: OperatorInChat,
): Promise<ChatEntry> {
  const appended = await appendEntry(storage.db, siteId, chatId, guard, entry);
  if (!appended) throw whyNot(await chats.get(siteId, chatId), operator);
  if (!appended.isRepeat) chats.tellClassified(appended.chat, appended.entry);
  return appended.entry;
}

/**
 * Gives a chat to a supervisor, whatever limit they have. Throws `conflict` unless `fromOperatorId` has it still: of two
 * who take it over at once one does. What it needs at its end is then theirs.
 */
export async function takeOverChat(
  parts: SuperviseParts,
  { siteId, chatId }: ChatName,
  supervisor: OperatorInChat,
  fromOperatorId: string,
): Promise<ChatSummary> {
  const taken = await appendDecided(
    parts.storage.db,
    siteId,
    chatId,
    { states: ['active'], at: parts.now() },
    async (_trx, chat) => {
      if (chat.operator_id !== fromOperatorId || fromOperatorId === supervisor.operatorId) return null;
      const others = readSupervisors(chat.supervisors).filter(({ operatorId }) => operatorId !== supervisor.operatorId);
      return {
        sender: senderOf(supervisor),
        content: { kind: 'takenOver', operatorName: supervisor.name },
        patch: {
          operator_id: supervisor.operatorId,
          operator_name: supervisor.name,
          supervisors: JSON.stringify(others),
          help: null,
          confirm_until: null,
          ...noTransfer,
        },
      };
    },
  );
  if (taken?.entry) {
    parts.chats.tellMoved(taken.chat, taken.entry);
    return taken.chat;
  }
  const chat = await parts.chats.get(siteId, chatId);
  if (chat.state !== 'active') throw whyNot(chat, supervisor);
  if (chat.operatorId === supervisor.operatorId) return chat;
  throw new AppError('conflict', `${chat.operatorName ?? 'Somebody else'} has this chat now`);
}

/** Asks the supervisors of the site into a chat. It stays asked until one comes, or its operator takes it back. */
export async function askForHelp(
  parts: SuperviseParts,
  { siteId, chatId }: ChatName,
  operator: OperatorInChat,
  note: string,
): Promise<void> {
  const at = parts.now();
  const clean = maskCardNumbers(note.trim());
  const asked = await appendEntry(
    parts.storage.db,
    siteId,
    chatId,
    { states: ['active'], operatorId: operator.operatorId },
    {
      sender: senderOf(operator),
      cid: null,
      content: { kind: 'helpAsked', note: clean },
      at,
      patch: { help: JSON.stringify({ at, note: clean }) },
    },
  );
  if (!asked) throw whyNot(await parts.chats.get(siteId, chatId), operator);
  parts.chats.tellClassified(asked.chat, asked.entry);
}

/** A supervisor who spoke in a chat no longer watches it. Nothing is said of one who never spoke. */
export async function leaveAsSupervisor(
  parts: SuperviseParts,
  { siteId, chatId }: ChatName,
  supervisor: OperatorInChat,
): Promise<void> {
  const left = await appendDecided(
    parts.storage.db,
    siteId,
    chatId,
    { states: ['active'], at: parts.now() },
    async (_trx, chat) => {
      const present = readSupervisors(chat.supervisors);
      const others = present.filter(({ operatorId }) => operatorId !== supervisor.operatorId);
      if (others.length === present.length) return null;
      return {
        sender: senderOf(supervisor),
        content: { kind: 'supervisorLeft', operatorName: supervisor.name },
        patch: { supervisors: JSON.stringify(others) },
      };
    },
  );
  if (left?.entry) parts.chats.tellClassified(left.chat, left.entry);
}

/** Reads who has spoken in a chat as a supervisor from its row. */
export function readSupervisors(stored: string): OperatorInChat[] {
  return supervisorsSchema.parse(JSON.parse(stored));
}

function whyNot(chat: ChatSummary, operator: OperatorInChat): AppError {
  if (chat.state === 'pending') return new AppError('conflict', 'Nobody has this chat yet');
  if (chat.state === 'active' && chat.operatorId !== operator.operatorId)
    return new AppError('forbidden', `${chat.operatorName ?? 'Somebody else'} has this chat`);
  return new AppError('conflict', 'This chat is over');
}
