import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import { createStore } from '../../api/create-store.ts';
import type { Chats } from './chat-list.ts';
import type { EntryLog } from './entry-log.ts';
import type { Outbox } from './outbox.ts';

/** Another operator as the team list shows them. */
export type Colleague = Extract<OperatorFrame, { type: 'colleagues.changed' }>['colleagues'][number];

/** Everything the inbox shows. */
export interface Inbox {
  chats: Chats;
  /** By chat id. */
  logs: Readonly<Record<string, EntryLog>>;
  outbox: Outbox;
  /** Ids of the chats whose visitor is typing. */
  typing: ReadonlySet<string>;
  colleagues: readonly Colleague[];
  /** The chat on the screen. */
  openId: string | null;
  /** Ended chats that the operator has closed in the list. */
  closedIds: ReadonlySet<string>;
}

export const emptyInbox: Inbox = {
  chats: {},
  logs: {},
  outbox: [],
  typing: new Set(),
  colleagues: [],
  openId: null,
  closedIds: new Set(),
};

export const inbox = createStore<Inbox>(emptyInbox);

/** Changes some fields of the inbox. */
export function changeInbox(change: (state: Inbox) => Partial<Inbox>): void {
  inbox.update((state) => ({ ...state, ...change(state) }));
}
