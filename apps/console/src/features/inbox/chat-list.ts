import type { ChatSummary } from '@foyer/protocol/chat';
import { isOfferedTo } from '../routing/may-take.ts';

/** The chats this console knows of, by id. */
export type Chats = Readonly<Record<string, ChatSummary>>;

export interface ChatGroups {
  /** Of others, and offered to me; the newest offer last. */
  offered: ChatSummary[];
  /** Active and with me; the longest first. */
  mine: ChatSummary[];
  /** Waiting for anybody; the longest wait first. */
  pending: ChatSummary[];
  /** Were mine, and are over; the newest first. */
  ended: ChatSummary[];
  /** Active and with colleagues: those whose operator asks for help first, then the longest. */
  team: ChatSummary[];
}

function isOver(chat: ChatSummary): boolean {
  return chat.state === 'ended' || chat.state === 'closed' || chat.state === 'missed';
}

/** Takes a chat as the server now has it, unless what we have is newer. */
export function upsertChat(chats: Chats, chat: ChatSummary): Chats {
  const known = chats[chat.id];
  if (known !== undefined && known.version > chat.version) return chats;
  return { ...chats, [chat.id]: chat };
}

/**
 * Leaves out chats that are neither pending, nor this operator's, nor on the screen. `isSupervisor`: colleagues' active
 * ones stay.
 */
export function pruneChats(chats: Chats, operatorId: string, openId: string | null, isSupervisor = false): Chats {
  const kept = Object.values(chats).filter(
    (chat) =>
      chat.state === 'pending' ||
      chat.operatorId === operatorId ||
      chat.id === openId ||
      isOfferedTo(chat, operatorId) ||
      (isSupervisor && chat.state === 'active'),
  );
  return kept.length === Object.keys(chats).length ? chats : byId(kept);
}

/**
 * After (re)connecting: what the server lists, and those of mine that are over. One that was mine and active but is no
 * longer listed has ended meanwhile.
 */
export function welcomeChats(before: Chats, listed: readonly ChatSummary[], operatorId: string): Chats {
  const ids = new Set(listed.map((chat) => chat.id));
  const ended = Object.values(before)
    .filter((chat) => !ids.has(chat.id) && chat.operatorId === operatorId && chat.state !== 'pending')
    // What waits for its wrap-up is listed, too: one that is not has got it.
    .map((chat): ChatSummary => (chat.state === 'missed' ? chat : { ...chat, state: 'closed' }));
  return byId([...listed, ...ended]);
}

/** The groups of the left column. */
export function groupChats(chats: Chats, operatorId: string): ChatGroups {
  const all = Object.values(chats);
  const isMine = (chat: ChatSummary) => chat.operatorId === operatorId;
  return {
    offered: all
      .filter((chat) => isOfferedTo(chat, operatorId))
      .sort((a, b) => (a.transfer?.at ?? 0) - (b.transfer?.at ?? 0)),
    mine: all
      .filter((chat) => chat.state === 'active' && isMine(chat))
      .sort((a, b) => (a.acceptedAt ?? 0) - (b.acceptedAt ?? 0)),
    pending: all
      .filter((chat) => chat.state === 'pending')
      // Those for others, which supervisors see, come last.
      .sort(
        (a, b) =>
          Number(a.isForMe === false) - Number(b.isForMe === false) ||
          (a.pendingSince ?? a.requestedAt) - (b.pendingSince ?? b.requestedAt),
      ),
    ended: all.filter((chat) => isOver(chat) && isMine(chat)).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)),
    team: all
      .filter((chat) => chat.state === 'active' && !isMine(chat))
      .sort((a, b) => Number(a.help === null) - Number(b.help === null) || (a.acceptedAt ?? 0) - (b.acceptedAt ?? 0)),
  };
}

/** How many chats wait to be picked up by this operator. */
export function countPending(chats: Chats): number {
  return Object.values(chats).filter((chat) =>
    chat.state === 'pending' ? chat.isForMe !== false : chat.transfer !== null && chat.isForMe === true,
  ).length;
}

/** Whether a chat has entries that its operator has not seen. */
export function hasUnread(chat: ChatSummary): boolean {
  return chat.state !== 'pending' && chat.lastSeq > chat.seenByOperator;
}

function byId(list: readonly ChatSummary[]): Chats {
  return Object.fromEntries(list.map((chat) => [chat.id, chat]));
}
