import type { ChatSummary } from '@foyer/protocol/chat';
import { expect, test } from 'vitest';
import { countPending, groupChats, hasUnread, pruneChats, upsertChat, welcomeChats } from './chat-list.ts';

const chat = (id: string, change: Partial<ChatSummary> = {}): ChatSummary => ({
  id,
  siteId: 's',
  visitorId: `visitor of ${id}`,
  visitId: null,
  state: 'pending',
  visitorName: null,
  visitorEmail: null,
  visitorPresent: true,
  operatorId: null,
  operatorName: null,
  requestedAt: 10,
  pendingSince: 10,
  acceptedAt: null,
  endedAt: null,
  missedReason: null,
  inviteId: null,
  alertId: null,
  country: null,
  pageUrl: null,
  lastSeq: 1,
  lastMessage: null,
  seenByVisitor: 0,
  quietSince: null,
  help: null,
  seenByOperator: 0,
  wrapUp: null,
  tags: [],
  departmentId: null,
  departmentName: null,
  skills: [],
  route: null,
  transfer: null,
  confirmUntil: null,
  claim: null,
  answered: null,
  rating: null,
  answers: {},
  version: 1,
  ...change,
});
const mine = (id: string, change: Partial<ChatSummary> = {}) =>
  chat(id, { state: 'active', operatorId: 'me', pendingSince: null, ...change });
const list = (...chats: ChatSummary[]) => Object.fromEntries(chats.map((one) => [one.id, one]));

test('an older version never replaces a newer one', () => {
  const chats = list(chat('a', { version: 5, lastSeq: 9 }));
  expect(upsertChat(chats, chat('a', { version: 4 }))).toBe(chats);
  expect(upsertChat(chats, chat('a', { version: 6, lastSeq: 10 })).a?.lastSeq).toBe(10);
});

test('groups: mine by acceptance, pending by wait, ended the newest first; others’ chats are in none', () => {
  const groups = groupChats(
    list(
      mine('b', { acceptedAt: 2 }),
      mine('a', { acceptedAt: 1 }),
      chat('q', { pendingSince: 50 }),
      chat('p', { pendingSince: 40 }),
      mine('x', { state: 'ended', endedAt: 3 }),
      mine('y', { state: 'ended', endedAt: 4 }),
      chat('other', { state: 'active', operatorId: 'tom' }),
    ),
    'me',
  );
  expect(groups.mine.map((one) => one.id)).toEqual(['a', 'b']);
  expect(groups.pending.map((one) => one.id)).toEqual(['p', 'q']);
  expect(groups.ended.map((one) => one.id)).toEqual(['y', 'x']);
});

test('pruning keeps pending ones, mine, and the one on the screen', () => {
  const tom = { state: 'active', operatorId: 'tom' } as const;
  const kept = pruneChats(list(chat('p'), mine('m'), chat('gone', tom), chat('open', tom)), 'me', 'open');
  expect(Object.keys(kept).sort()).toEqual(['m', 'open', 'p']);
});

test('after reconnecting, my chat that is no longer listed has ended', () => {
  const before = list(mine('a'), mine('b'), mine('over', { state: 'ended' }), chat('p'));
  const after = welcomeChats(before, [mine('a', { lastSeq: 7 })], 'me');
  expect(after.a?.lastSeq).toBe(7);
  expect(after.b?.state).toBe('closed');
  // What waits for its wrap-up would be listed.
  expect(after.over?.state).toBe('closed');
  expect(after.p).toBeUndefined();
});

test('pending chats are counted, and unread is what I have not seen', () => {
  expect(countPending(list(chat('p'), chat('q'), mine('a')))).toBe(2);
  expect(hasUnread(mine('a', { lastSeq: 3, seenByOperator: 2 }))).toBe(true);
  expect(hasUnread(mine('a', { lastSeq: 3, seenByOperator: 3 }))).toBe(false);
  expect(hasUnread(chat('p', { lastSeq: 3 }))).toBe(false);
});
