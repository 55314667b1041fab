import type { TeamMessage } from '@foyer/protocol/team';
import { expect, test } from 'vitest';
import { addMessages, newestSeq } from './team-log.ts';

const message = (seq: number): TeamMessage => ({
  seq,
  at: seq,
  operatorId: 'olga',
  operatorName: 'Olga',
  cid: 'c'.repeat(32),
  body: `message ${seq}`,
  isBroadcast: false,
});

test.each<[what: string, before: number[], added: number[], after: number[]]>([
  ['the first page', [], [4, 5, 6], [4, 5, 6]],
  ['the next one', [4, 5], [6], [4, 5, 6]],
  ['one that is there already', [4, 5], [5], [4, 5]],
  ['an older page', [4, 5], [2, 3], [2, 3, 4, 5]],
  ['out of order', [4], [6, 5], [4, 5, 6]],
  ['one too far ahead is left for the next reading', [4, 5], [7], [4, 5]],
  ['an older one too far back, too', [4, 5], [2], [4, 5]],
])('%s', (_what, before, added, after) => {
  const log = addMessages({ messages: before.map(message), hasOlder: true }, added.map(message));
  expect(log.messages.map(({ seq }) => seq)).toEqual(after);
  expect(newestSeq(log)).toBe(after.at(-1));
});
