import type { ChatEntry } from '@foyer/protocol/chat';
import { expect, test } from 'vitest';
import { addEntry, type EntryLog, emptyLog, hasGap, lastSeq } from './entry-log.ts';

const entry = (seq: number, body = `message ${seq}`): ChatEntry => ({
  seq,
  at: seq * 1000,
  sender: { kind: 'visitor', name: null, operatorId: null },
  cid: null,
  content: { kind: 'message', body },
});
const logOf = (...seqs: number[]) => seqs.reduce<EntryLog>((log, seq) => addEntry(log, entry(seq)), emptyLog);
const seqsOf = (log: EntryLog) => log.entries.map((one) => one.seq);

test.each<[rule: string, came: number[], shown: number[], gap: boolean]>([
  ['in order', [1, 2, 3], [1, 2, 3], false],
  ['a repeat changes nothing', [1, 2, 2, 1], [1, 2], false],
  ['what comes early waits, and is known to miss something', [1, 3], [1], true],
  ['the missing one lets the rest through', [1, 4, 3, 2], [1, 2, 3, 4], false],
  ['two gaps: only the first closes', [1, 3, 6, 2], [1, 2, 3], true],
  ['an early one that comes twice waits once', [1, 3, 3, 2], [1, 2, 3], false],
  ['nothing yet but an early one', [5], [], true],
])('%s', (_rule, came, shown, gap) => {
  const log = logOf(...came);
  expect(seqsOf(log)).toEqual(shown);
  expect(hasGap(log)).toBe(gap);
  expect(lastSeq(log)).toBe(shown.length);
});

test('the server’s word replaces what was put in on its acknowledgement, such as an unmasked card number', () => {
  const log = addEntry(logOf(1, 2), entry(2, '4111 11** **** 1111'));
  expect(log.entries[1]?.content).toEqual({ kind: 'message', body: '4111 11** **** 1111' });
  expect(seqsOf(log)).toEqual([1, 2]);
});
