import { expect, test } from 'vitest';
import {
  addMessage,
  dueMessages,
  markSent,
  type Outbox,
  postponeMessage,
  refuseMessage,
  removeMessage,
  requeueSent,
  retryMessage,
} from './outbox.ts';

const add = (outbox: Outbox, cid: string, chatId = 'chat') =>
  addMessage(outbox, { cid, siteId: 'site', chatId, body: `body of ${cid}`, voice: 'message', writtenAt: 1 });
const due = (outbox: Outbox, now = 0) => dueMessages(outbox, now).map((message) => message.cid);
const two = add(add([], 'a'), 'b');

test('one message of a chat is under way at a time, in the order written', () => {
  expect(due(two)).toEqual(['a']);
  expect(due(markSent(two, 'a'))).toEqual([]);
  expect(due(removeMessage(markSent(two, 'a'), 'a'))).toEqual(['b']);
});

test('chats do not wait for each other', () => {
  const outbox = add(markSent(two, 'a'), 'c', 'other');
  expect(due(outbox)).toEqual(['c']);
});

test('the same message is kept once', () => {
  expect(add(two, 'a')).toBe(two);
});

test('after a new connection what was under way is sent again, first', () => {
  expect(due(requeueSent(markSent(two, 'a')))).toEqual(['a']);
});

test('a refused message says why and holds up nobody', () => {
  const outbox = refuseMessage(markSent(two, 'a'), 'a', 'The chat has ended');
  expect(outbox[0]).toMatchObject({ state: 'refused', fault: 'The chat has ended' });
  expect(due(outbox)).toEqual(['b']);
  expect(due(requeueSent(outbox))).toEqual(['b']);
});

test('a refused message can be tried again', () => {
  expect(due(retryMessage(refuseMessage(two, 'a', 'no'), 'a'))).toEqual(['a']);
});

test('a postponed message keeps its place: nothing of its chat overtakes it', () => {
  const outbox = postponeMessage(markSent(two, 'a'), 'a', 500);
  expect(due(outbox, 499)).toEqual([]);
  expect(due(outbox, 500)).toEqual(['a']);
});
