import type { ChatSummary } from '@foyer/protocol/chat';
import type { NoticeKind } from '@foyer/protocol/chat-notice';
import type { Logger } from 'pino';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { ChatNotices } from '../chats/chat-notices.ts';
import type { Staff } from './staff.ts';

/** What one console was told of chats that wait, as it is kept of them. */
export interface NoticeTeller {
  /** The console is being told of a notice: noted once, where its operator can take the chat. */
  told(chat: ChatSummary, notice: NoticeKind): void;
  /** The console says that it has shown a notice. */
  confirm(chat: ChatSummary, notice: NoticeKind): Promise<void>;
}

/** Notes it for one console. */
export function noticeTeller(
  { notices, staff, logger }: { notices: ChatNotices; staff: Staff; logger: Logger },
  principal: () => OperatorPrincipal,
): NoticeTeller {
  /** Start of the wait of which it was told, by chat and notice. */
  const noted = new Map<string, number>();
  return {
    told(chat, notice) {
      const { operatorId, name } = principal();
      const key = `${chat.id} ${notice}`;
      if (chat.pendingSince === null) {
        noted.delete(key);
        return;
      }
      if (noted.get(key) === chat.pendingSince || !staff.canTake(operatorId, chat.siteId)) return;
      noted.set(key, chat.pendingSince);
      // A note for later: the chat itself goes on without it.
      notices
        .told(chat, notice, { operatorId, name }, 'console')
        .catch((error) => logger.warn({ error: String(error), chatId: chat.id }, 'who was told could not be noted'));
    },
    confirm(chat, notice) {
      const { operatorId, name } = principal();
      return notices.confirm(chat, notice, { operatorId, name });
    },
  };
}
