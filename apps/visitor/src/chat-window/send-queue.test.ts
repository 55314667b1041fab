import { expect, test } from 'vitest';
import { type Queued, sendQueue } from './send-queue.ts';

function emptyQueue() {
  let kept = '[]';
  const store = { load: (): Queued[] => JSON.parse(kept), save: (queue: Queued[]) => (kept = JSON.stringify(queue)) };
  return { queue: sendQueue(store), again: () => sendQueue(store) };
}
const message = (cid: string, chatId = 'chat-1') => ({ chatId, cid, body: `body of ${cid}`, at: 1_000 });

test('the oldest goes first, and stays first until it is acknowledged', () => {
  const { queue } = emptyQueue();
  queue.add(message('a'));
  queue.add(message('b'));
  expect(queue.next('chat-1')?.cid).toBe('a');
  expect(queue.next('chat-1')?.cid).toBe('a');
  queue.acknowledge('a');
  expect(queue.next('chat-1')?.cid).toBe('b');
  queue.acknowledge('b');
  expect(queue.next('chat-1')).toBeNull();
});

test('an acknowledgement that comes twice, or for a stranger, changes nothing', () => {
  const { queue } = emptyQueue();
  queue.add(message('a'));
  queue.acknowledge('x');
  queue.acknowledge('x');
  expect(queue.all('chat-1')).toEqual([{ ...message('a'), failure: null }]);
});

test('after a reload the same messages are there under the same client ids, in order', () => {
  const { queue, again } = emptyQueue();
  queue.add(message('a'));
  queue.add(message('b'));
  expect(
    again()
      .all('chat-1')
      .map(({ cid }) => cid),
  ).toEqual(['a', 'b']);
});

test('a refused message keeps its text, lets the others pass, and can be tried again under another id', () => {
  const { queue } = emptyQueue();
  queue.add(message('a'));
  queue.add(message('b'));
  queue.refuse('a', 'The chat has ended.');
  expect(queue.next('chat-1')?.cid).toBe('b');
  expect(queue.all('chat-1')[0]).toEqual({ ...message('a'), failure: 'The chat has ended.' });
  queue.retry('a', 'a2');
  expect(queue.all('chat-1')).toEqual([
    { ...message('b'), failure: null },
    { ...message('a'), cid: 'a2', failure: null },
  ]);
});

test('chats keep apart; what an older chat left unsent can be taken back', () => {
  const { queue } = emptyQueue();
  queue.add(message('a', 'chat-1'));
  queue.add(message('b', 'chat-2'));
  expect(queue.next('chat-2')?.cid).toBe('b');
  expect(queue.takeOthers('chat-2').map(({ body }) => body)).toEqual(['body of a']);
  expect(queue.takeOthers('chat-2')).toEqual([]);
  expect(queue.all('chat-2')).toHaveLength(1);
});
