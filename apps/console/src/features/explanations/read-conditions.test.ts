import type { ExplanationTree } from '@foyer/protocol/explanation';
import { expect, test } from 'vitest';
import { type Reading, readConditions } from './read-conditions.ts';

type Verdict = ExplanationTree['verdict'];
const group = (label: string, verdict: Verdict, ...parts: ExplanationTree[]): ExplanationTree => ({
  label,
  verdict,
  fact: null,
  flipsAt: null,
  parts,
});
const leaf = (label: string, verdict: Verdict): ExplanationTree => ({ ...group(label, verdict), fact: 'seen' });
const a = leaf('a', true);
const b = leaf('b', false);
const c = leaf('c', 'unknown');

/** `each met [a met, not b met]`. */
function write(reading: Reading): string {
  const met = reading.met === 'unknown' ? '?' : reading.met ? '+' : '-';
  if (reading.type === 'condition') return `${reading.wanted ? '' : 'not '}${reading.leaf.label}${met}`;
  return `${reading.type}${met}[${reading.parts.map(write).join(' ')}]`;
}

test.each<[rule: string, explanation: ExplanationTree, reading: string]>([
  ['all', group('all', false, a, b, c), 'each-[a+ b- c?]'],
  ['any', group('any', true, a, b), 'one+[a+ b-]'],
  ['none: none of them may be', group('none', false, a, b, c), 'each-[not a- not b+ not c?]'],
  ['none of all: one of them may not be', group('none', true, group('all', false, a, b)), 'one+[not a- not b+]'],
  ['none of any', group('none', false, group('any', true, a, b)), 'each-[not a- not b+]'],
  ['none of none: one of them must be', group('none', true, group('none', false, a, b)), 'one+[a+ b-]'],
  ['a group of one says nothing', group('all', true, group('any', true, a)), 'a+'],
  ['nor does one like the group around it', group('all', false, a, group('all', false, b, c)), 'each-[a+ b- c?]'],
  ['others stay', group('all', 'unknown', a, group('any', 'unknown', b, c)), 'each?[a+ one?[b- c?]]'],
  ['nothing is asked for', group('all', true), 'each+[]'],
  ['a group that asks for nothing, in another', group('all', true, a, group('all', true)), 'each+[a+ each+[]]'],
])('B-301 %s', (_rule, explanation, reading) => expect(write(readConditions(explanation))).toBe(reading));
