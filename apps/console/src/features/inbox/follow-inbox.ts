import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import { operatorSocket } from '../../api/connection.ts';
import { isOfferedTo, ringsAt } from '../routing/may-take.ts';
import { announceMessage, announcePending } from './announce.ts';
import { pruneChats, upsertChat, welcomeChats } from './chat-list.ts';
import { followClosed } from './close-ended.ts';
import { addEntry, emptyLog, hasGap } from './entry-log.ts';
import { changeInbox, emptyInbox, inbox } from './inbox.ts';
import { addMessage, type Outbox, postponeMessage, refuseMessage, removeMessage, requeueSent } from './outbox.ts';
import { sendDue } from './outgoing.ts';
import { loadMine, storeMine } from './stored-mine.ts';
import { loadOutbox, storeOutbox } from './stored-outbox.ts';
import { askForRest, askLater, resumed, watchAgain } from './watched-chats.ts';

const typingMs = 10_000;
const laterMs = 2000;

/** Keeps the inbox as the server has it; returns the way to stop. */
export function followInbox(operatorId: string, isSupervisor: boolean): () => void {
  inbox.set({
    ...emptyInbox,
    openId: inbox.get().openId,
    chats: loadMine(operatorId),
    outbox: loadOutbox(operatorId),
  });
  const typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  const stopStoring = keepStored(operatorId);
  const stopClosing = followClosed(operatorId);

  function follow(frame: OperatorFrame): void {
    switch (frame.type) {
      case 'welcome':
        changeInbox(({ chats, outbox }) => ({
          chats: welcomeChats(chats, frame.chats, operatorId),
          // A tab that was closed may have left messages behind.
          outbox: loadOutbox(operatorId).reduce<Outbox>(addMessage, requeueSent(outbox)),
          colleagues: frame.colleagues,
          typing: new Set(),
        }));
        watchAgain();
        sendDue();
        return;
      case 'chat.changed':
        takeChat(frame.chat);
        return;
      case 'entry':
        takeEntry(frame.chatId, frame.entry);
        return;
      case 'resumed':
        resumed(frame.chatId, frame.lastSeq);
        return;
      case 'reset':
        changeInbox(({ logs }) => ({ logs: { ...logs, [frame.chatId]: emptyLog } }));
        askForRest(frame.chatId);
        return;
      case 'ack':
        takeAck(frame);
        return;
      case 'error':
        if (frame.cid !== undefined) takeRefusal(frame.cid, frame);
        else if (frame.chatId !== undefined && frame.retryable) askLater(frame.chatId, frame.retryAfterMs ?? laterMs);
        return;
      case 'typing.changed':
        takeTyping(frame.chatId, frame.typing);
        return;
      case 'entries.seen':
        changeChat(frame.chatId, (chat) => ({ seenByVisitor: Math.max(chat.seenByVisitor, frame.seq) }));
        return;
      case 'colleagues.changed':
        changeInbox(() => ({ colleagues: frame.colleagues }));
        return;
      default:
        return; // others' frames
    }
  }

  function takeChat(chat: ChatSummary): void {
    const { chats, openId, closedIds } = inbox.get();
    if (closedIds.has(chat.id) && chat.state !== 'active') return;
    const before = chats[chat.id];
    changeInbox(() => ({ chats: pruneChats(upsertChat(chats, chat), operatorId, openId, isSupervisor) }));
    const isNewOffer = isOfferedTo(chat, operatorId) && before?.transfer?.id !== chat.transfer?.id;
    const isAssigned =
      chat.operatorId === operatorId && chat.confirmUntil !== null && before?.operatorId !== operatorId;
    const rings = ringsAt(chat, operatorId) && !(before && ringsAt(before, operatorId));
    if (rings || isNewOffer || isAssigned) announcePending(chat);
    const isNews = before !== undefined && chat.lastSeq > before.lastSeq && chat.lastSeq > chat.seenByOperator;
    if (isNews && chat.operatorId === operatorId && chat.state === 'active') announceMessage(chat.id);
  }

  function takeEntry(chatId: string, entry: ChatEntry): void {
    changeInbox(({ logs, outbox }) => ({
      logs: { ...logs, [chatId]: addEntry(logs[chatId] ?? emptyLog, entry) },
      outbox: entry.cid === null ? outbox : removeMessage(outbox, entry.cid),
    }));
    if (entry.sender.kind === 'visitor') takeTyping(chatId, false);
    if (hasGap(inbox.get().logs[chatId] ?? emptyLog)) askForRest(chatId);
    sendDue();
  }

  /** The server may tell the entry before or after this, or not at all to its sender: what was acknowledged is shown either way. */
  function takeAck({ cid, chatId, seq, at }: Extract<OperatorFrame, { type: 'ack' }>): void {
    const message = inbox.get().outbox.find((one) => one.cid === cid);
    if (message !== undefined) {
      const sender = { kind: 'operator' as const, name: null, operatorId };
      takeEntry(chatId, {
        seq,
        at,
        sender,
        cid,
        content: { kind: message.voice === 'whisper' ? 'whisper' : 'message', body: message.body },
      });
    }
  }

  function takeRefusal(cid: string, fault: Extract<OperatorFrame, { type: 'error' }>): void {
    if (!fault.retryable) {
      changeInbox(({ outbox }) => ({ outbox: refuseMessage(outbox, cid, fault.message) }));
      sendDue();
      return;
    }
    const waitMs = fault.retryAfterMs ?? laterMs;
    changeInbox(({ outbox }) => ({ outbox: postponeMessage(outbox, cid, Date.now() + waitMs) }));
    setTimeout(sendDue, waitMs + 1);
  }

  function takeTyping(chatId: string, isTyping: boolean): void {
    clearTimeout(typingTimers.get(chatId));
    // Should the word that they stopped get lost, it stops by itself.
    if (isTyping)
      typingTimers.set(
        chatId,
        setTimeout(() => takeTyping(chatId, false), typingMs),
      );
    if (inbox.get().typing.has(chatId) === isTyping) return;
    changeInbox(({ typing }) => {
      const next = new Set(typing);
      if (isTyping) next.add(chatId);
      else next.delete(chatId);
      return { typing: next };
    });
  }

  const stopFollowing = operatorSocket.onFrame(follow);
  return () => {
    stopFollowing();
    stopStoring();
    stopClosing();
    for (const timer of typingTimers.values()) clearTimeout(timer);
    inbox.set({ ...emptyInbox, openId: inbox.get().openId });
  };
}

/** Changes what is known of a chat ahead of the server's word. */
export function changeChat(chatId: string, change: (chat: ChatSummary) => Partial<ChatSummary>): void {
  changeInbox(({ chats }) => {
    const chat = chats[chatId];
    return chat === undefined ? {} : { chats: { ...chats, [chatId]: { ...chat, ...change(chat) } } };
  });
}

/** Takes a chat as the server answered a request, unless what is known of it is newer. */
export function takeChanged(changed: ChatSummary): void {
  changeChat(changed.id, (known) => (known.version > changed.version ? {} : changed));
}

/** Writes outbox and chats to the browser's storage whenever they change. */
function keepStored(operatorId: string): () => void {
  let stored = inbox.get();
  return inbox.subscribe(() => {
    const now = inbox.get();
    if (now.outbox !== stored.outbox) storeOutbox(operatorId, stored.outbox, now.outbox);
    if (now.chats !== stored.chats) storeMine(operatorId, now.chats);
    stored = now;
  });
}
