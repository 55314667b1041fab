import { changeInbox } from './inbox.ts';

/** Takes an ended chat off the list. Its transcript stays on the server. */
export function closeEnded(chatId: string): void {
  changeInbox(({ chats, closedIds, logs }) => {
    const { [chatId]: _closed, ...others } = chats;
    const { [chatId]: _log, ...otherLogs } = logs;
    return { chats: others, logs: otherLogs, closedIds: new Set([...closedIds, chatId]) };
  });
}
