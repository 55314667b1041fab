import { expect, test } from 'vitest';
import { placesIn, type QueuedChat } from './queue-places.ts';

const sales = ['ann', 'bob'];
const support = ['cleo'];
const everybody = ['ann', 'bob', 'cleo'];

test.each<[what: string, queue: (readonly string[])[], places: number[]]>([
  ['one queue where all could take all', [sales, sales, sales], [1, 2, 3]],
  ['two departments wait beside each other', [sales, support, sales, support], [1, 1, 2, 2]],
  ['who is for everybody waits behind both', [sales, support, everybody], [1, 1, 3]],
  ['and is before both', [everybody, sales, support], [1, 2, 2]],
  ['one operator of two departments joins their queues', [['ann', 'cleo'], sales, support], [1, 2, 2]],
  ['nobody there for it: behind all', [sales, support, []], [1, 1, 3]],
  ['nobody there for who is before: that one counts', [[], sales], [1, 2]],
])('W-148 %s', (_what, queue, places) => {
  const chats: QueuedChat[] = queue.map((operatorIds, index) => ({ id: String(index), operatorIds }));
  expect([...placesIn(chats).values()]).toEqual(places);
});
