import { AppError } from '../../http/app-error.ts';
import { clearHelp } from './chat-help-repository.ts';
import type { OperatorInChat } from './chat-service.ts';
import type { ChatName, SuperviseParts } from './supervise-chat.ts';

/** A supervisor has come to a chat: nobody needs to be asked any more. */
export async function answerHelp({ storage, chats }: SuperviseParts, { siteId, chatId }: ChatName): Promise<void> {
  const chat = await clearHelp(storage.db, siteId, chatId, null);
  if (chat) chats.tellListed(chat);
}

/** The operator of a chat needs no supervisor any more. Throws `forbidden` when it is not theirs. */
export async function withdrawHelp(
  { storage, chats }: SuperviseParts,
  { siteId, chatId }: ChatName,
  operator: OperatorInChat,
): Promise<void> {
  const chat = await clearHelp(storage.db, siteId, chatId, operator.operatorId);
  if (chat) return chats.tellListed(chat);
  const { operatorId } = await chats.get(siteId, chatId);
  if (operatorId !== operator.operatorId) throw new AppError('forbidden', 'This chat is not yours');
}
