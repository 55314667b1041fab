import type { VisitorEntry } from '@foyer/protocol/chat';
import { expect, test } from 'vitest';
import { entryLog } from './entry-log.ts';

const entry = (seq: number, body = `message ${seq}`): VisitorEntry => ({
  seq,
  at: 1_000 + seq,
  sender: { kind: 'operator', name: 'Ann', operatorId: null },
  cid: `cid-${seq}`,
  content: { kind: 'message', body },
});

test.each<[rule: string, arriving: number[], shown: number[], hasGap: boolean]>([
  ['nothing yet', [], [], false],
  ['in order', [1, 2, 3], [1, 2, 3], false],
  ['one missing: what comes after it is held back', [1, 3, 4], [1], true],
  ['the missing one arrives: all are shown, in order', [1, 3, 4, 2], [1, 2, 3, 4], false],
  ['the first missing', [2], [], true],
  ['wholly backwards', [3, 2, 1], [1, 2, 3], false],
  ['each twice', [1, 1, 2, 2, 1], [1, 2], false],
  ['one held back twice', [1, 3, 3], [1], true],
])('%s', (_rule, arriving, shown, hasGap) => {
  const log = entryLog();
  for (const seq of arriving) log.add(entry(seq));
  expect(log.entries().map(({ seq }) => seq)).toEqual(shown);
  expect(log.last()).toBe(shown.length);
  expect(log.hasGap()).toBe(hasGap);
});

test("an entry that comes again replaces the first: the server's wording counts", () => {
  const log = entryLog();
  log.add(entry(1, 'card 4111111111111111'));
  log.add(entry(1, 'card 411111••••••1111'));
  expect(log.entries()).toEqual([entry(1, 'card 411111••••••1111')]);
});

test('it knows whose client ids it shows, not those it holds back, and forgets all when cleared', () => {
  const log = entryLog();
  log.add(entry(1));
  log.add(entry(3));
  expect([log.has('cid-1'), log.has('cid-3')]).toEqual([true, false]);
  log.clear();
  expect([log.last(), log.hasGap(), log.has('cid-1')]).toEqual([0, false, false]);
});
