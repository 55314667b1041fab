import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';

/** What nodes tell each other of a site's chats. Hints: the database is the truth. */
export type ChatSignal =
  /** The chat's log grew to this entry. */
  | { readonly kind: 'entry'; readonly chatId: string; readonly entry: ChatEntry }
  | { readonly kind: 'changed'; readonly chatId: string; readonly chat: ChatSummary }
  | {
      readonly kind: 'typing';
      readonly chatId: string;
      readonly by: 'visitor' | 'operator';
      readonly typing: boolean;
      /** Which of us it is. */
      readonly operator?: { readonly operatorId: string; readonly name: string } | undefined;
    }
  /** What the visitor has typed and not sent. On its way only: nowhere kept. */
  | { readonly kind: 'draft'; readonly chatId: string; readonly text: string }
  | { readonly kind: 'seen'; readonly chatId: string; readonly by: 'visitor' | 'operator'; readonly seq: number };

export const chatChannel = (siteId: string) => `chats:${siteId}`;
