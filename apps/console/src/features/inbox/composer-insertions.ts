/** Composers on the screen, by chat id. */
const composers = new Map<string, (text: string) => void>();

/** Lets others put text into a chat's composer until the returned function is called. */
export function takeInsertions(chatId: string, insert: (text: string) => void): () => void {
  composers.set(chatId, insert);
  return () => {
    if (composers.get(chatId) === insert) composers.delete(chatId);
  };
}

/** Puts a text into the composer of a chat, for its operator to send or change; false: there is none on the screen. */
export function insertIntoComposer(chatId: string, text: string): boolean {
  const insert = composers.get(chatId);
  insert?.(text);
  return insert !== undefined;
}
