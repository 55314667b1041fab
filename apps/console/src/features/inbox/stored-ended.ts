import { chatSummarySchema } from '@foyer/protocol/chat';
import { rememberedInTab } from '../../api/remembered.ts';
import { type Chats, groupChats } from './chat-list.ts';

const key = (operatorId: string) => `foyer.ended.${operatorId}`;

/** Ended chats stay in the list until the operator closes them, over a reload too; the server no longer lists them. */
export function storeEnded(operatorId: string, chats: Chats): void {
  const { ended } = groupChats(chats, operatorId);
  rememberedInTab.write(key(operatorId), JSON.stringify(ended.slice(0, 50)));
}

/** The ended chats that this tab had open. */
export function loadEnded(operatorId: string): Chats {
  try {
    const parsed = chatSummarySchema.array().parse(JSON.parse(rememberedInTab.read(key(operatorId)) ?? '[]'));
    return Object.fromEntries(parsed.map((chat) => [chat.id, chat]));
  } catch {
    return {}; // written by another version
  }
}
