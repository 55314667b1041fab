import type { AskedSurveys } from '@foyer/protocol/survey';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import type { Wish } from './wish.ts';

/** What the chat window tells the page, over the channel that the page gave it. */
export type FromChatWindow =
  | { type: 'close' }
  | { type: 'need-ticket' }
  | { type: 'unread'; count: number }
  /** The visitor took the chat into a window of its own. */
  | { type: 'moved' };

/** What the page tells the chat window. `focus`: the visitor asked for it. */
export type ToChatWindow =
  | {
      type: 'shown';
      focus: boolean;
      /** For whom its chats are. */
      wish: Wish;
      invitationId?: string;
      /** What the page knows already. */
      known?: { settings: WindowSettings; online: boolean; chatOpen: boolean; surveys?: AskedSurveys };
      /** What was typed where the chat was before, by where it is kept. */
      drafts?: Record<string, unknown>;
    }
  | { type: 'hidden' }
  | { type: 'ticket'; ticket: string }
  /** The page can't get one: the visitor is excluded, or the server is out of reach. */
  | { type: 'no-ticket' };
