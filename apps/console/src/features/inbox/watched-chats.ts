import { operatorSocket } from '../../api/connection.ts';
import { emptyLog, hasGap, lastSeq } from './entry-log.ts';
import { changeInbox, inbox } from './inbox.ts';

const pauseMs = 2000;

/** Chats on the screen, and from which seq on their entries were last asked for; null while not waiting for an answer. */
const watched = new Map<string, { siteId: string; askedFrom: number | null }>();

/** Reads and follows a chat until the returned function is called. */
export function watchChat(siteId: string, chatId: string): () => void {
  watched.set(chatId, { siteId, askedFrom: null });
  changeInbox(() => ({ openId: chatId }));
  askForRest(chatId);
  return () => {
    watched.delete(chatId);
    changeInbox((state) => (state.openId === chatId ? { openId: null } : {}));
    operatorSocket.send({ type: 'chat.unwatched', siteId, chatId });
  };
}

/** The connection is new: says again what is on the screen. */
export function watchAgain(): void {
  for (const [chatId, chat] of watched) {
    chat.askedFrom = null;
    askForRest(chatId);
  }
}

/** Asks for what follows the last entry without a gap, once until it is answered. */
export function askForRest(chatId: string): void {
  const chat = watched.get(chatId);
  if (chat === undefined || chat.askedFrom !== null) return;
  const afterSeq = lastSeq(inbox.get().logs[chatId] ?? emptyLog);
  if (operatorSocket.send({ type: 'chat.watched', siteId: chat.siteId, chatId, afterSeq })) chat.askedFrom = afterSeq;
}

/** The server could not read the log just now; without an answer nothing of the chat would come any more. */
export function askLater(chatId: string, afterMs: number): void {
  const chat = watched.get(chatId);
  if (chat === undefined || chat.askedFrom === null) return;
  setTimeout(() => {
    if (watched.get(chatId) !== chat) return;
    chat.askedFrom = null;
    askForRest(chatId);
  }, afterMs);
}

/** All was sent up to `serverSeq`. Asks again when something is still missing; unhurriedly when the last answer brought nothing. */
export function resumed(chatId: string, serverSeq: number): void {
  const chat = watched.get(chatId);
  if (chat === undefined) return;
  const log = inbox.get().logs[chatId] ?? emptyLog;
  const hasProgress = chat.askedFrom === null || lastSeq(log) > chat.askedFrom;
  chat.askedFrom = null;
  if (!hasGap(log) && lastSeq(log) >= serverSeq) return;
  if (hasProgress) askForRest(chatId);
  else setTimeout(() => askForRest(chatId), pauseMs);
}
