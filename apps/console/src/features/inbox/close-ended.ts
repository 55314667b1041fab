import { forgetDraft } from './chat-draft.ts';
import { changeInbox } from './inbox.ts';

/** Between the tabs of one operator: ids of chats that were closed. */
let channel: BroadcastChannel | null = null;

/** Takes an ended chat off the list, in every tab. Its transcript stays on the server. */
export function closeEnded(chatId: string): void {
  takeOff(chatId);
  forgetDraft(chatId);
  channel?.postMessage(chatId);
}

/** Closes what this operator closes in other tabs; returns the way to stop. */
export function followClosed(operatorId: string): () => void {
  const mine = new BroadcastChannel(`foyer.closed.${operatorId}`);
  mine.onmessage = ({ data }) => takeOff(String(data));
  channel = mine;
  return () => {
    mine.close();
    if (channel === mine) channel = null;
  };
}

function takeOff(chatId: string): void {
  changeInbox(({ chats, closedIds, logs }) => {
    const { [chatId]: _closed, ...others } = chats;
    const { [chatId]: _log, ...otherLogs } = logs;
    return { chats: others, logs: otherLogs, closedIds: new Set([...closedIds, chatId]) };
  });
}
