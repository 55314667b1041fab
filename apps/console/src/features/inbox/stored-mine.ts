import { chatSummarySchema } from '@foyer/protocol/chat';
import { rememberedInTab } from '../../api/remembered.ts';
import { type Chats, groupChats } from './chat-list.ts';

const key = (operatorId: string) => `foyer.mine.${operatorId}`;

/**
 * Ended chats stay in the list until the operator closes them, over a reload too; the server no longer lists them. Those
 * under way are kept as well: a page that is loaded anew while there is no connection still shows whom one was writing to.
 */
export function storeMine(operatorId: string, chats: Chats): void {
  const { mine, ended } = groupChats(chats, operatorId);
  rememberedInTab.write(key(operatorId), JSON.stringify([...mine, ...ended.slice(0, 50)]));
}

/** The chats of this operator that this tab knew of. */
export function loadMine(operatorId: string): Chats {
  try {
    const parsed = chatSummarySchema.array().parse(JSON.parse(rememberedInTab.read(key(operatorId)) ?? '[]'));
    return Object.fromEntries(parsed.map((chat) => [chat.id, chat]));
  } catch {
    return {}; // written by another version
  }
}
