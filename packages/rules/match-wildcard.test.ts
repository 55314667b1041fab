import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Characters, matchWildcard, maxSubjectLength } from './match-wildcard.ts';

/** Tries every length for every star: slow, and plainly what the rules say. */
function matchesSlowly(pattern: string, subject: string): boolean {
  if (pattern === '') return subject === '';
  if (pattern[0] !== '*')
    return subject !== '' && pattern[0] === subject[0] && matchesSlowly(pattern.slice(1), subject.slice(1));
  for (let taken = 0; taken <= subject.length; taken++) {
    if (matchesSlowly(pattern.slice(1), subject.slice(taken))) return true;
  }
  return false;
}

/** A subject that counts how often it is looked at. */
function counted(text: string): Characters & { reads: number } {
  return {
    reads: 0,
    length: text.length,
    charCodeAt(index) {
      this.reads++;
      return text.charCodeAt(index);
    },
  };
}

test('agrees with a slow, obviously right matcher on 20,000 pairs', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '*'), maxLength: 9 });
  const subject = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
  let matches = 0;
  fc.assert(
    fc.property(pattern, subject, (p, s) => {
      const expected = matchesSlowly(p, s);
      if (expected) matches++;
      return matchWildcard(p, s) === expected;
    }),
    { numRuns: 20_000 },
  );
  expect(matches).toBeGreaterThan(1_000); // else it would prove little
});

test('a star in the subject is a character like any other', () => {
  expect([matchWildcard('a*', 'a*'), matchWildcard('ab', 'a*')]).toEqual([true, false]);
});

describe('hostile patterns of 30 stars on 8 KiB: steps, not time', () => {
  const longest = 'a'.repeat(maxSubjectLength);
  test.each<[name: string, pattern: string, subject: string, stepsPerCharacter: number]>([
    ['a star after each letter, the end missing', `${'a*'.repeat(30)}b`, longest, 2],
    ['a star before each letter, the end missing', `${'*a'.repeat(30)}b`, longest, 4],
    ['pieces that fail on their last letter', `${`*${'a'.repeat(14)}`.repeat(30)}b`, longest, 32],
    ['only stars', '*'.repeat(30), longest, 1],
    ['the piece never comes', `${'*ab'.repeat(30)}*`, longest, 4],
  ])('%s', (_name, pattern, text, stepsPerCharacter) => {
    const subject = counted(text);
    matchWildcard(pattern, subject);
    expect(subject.reads).toBeLessThanOrEqual(stepsPerCharacter * maxSubjectLength);
  });
});
