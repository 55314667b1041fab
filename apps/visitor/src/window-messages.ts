import type { Wish } from './wish.ts';

/** What the chat window tells the page, over the channel that the page gave it. */
export type FromChatWindow = { type: 'close' } | { type: 'need-ticket' } | { type: 'unread'; count: number };

/** What the page tells the chat window. `focus`: the visitor asked for it. */
export type ToChatWindow =
  | { type: 'shown'; focus: boolean; invitationId?: string; wish: Wish }
  | { type: 'hidden' }
  | { type: 'ticket'; ticket: string }
  /** The page can't get one: the visitor is excluded, or the server is out of reach. */
  | { type: 'no-ticket' };
