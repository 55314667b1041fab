import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLiteralAutomaton, type Literal } from './literal-automaton.ts';

/** `^` and `$` bind a literal to the start and to an end. */
const literal = (written: string): Literal => ({
  text: written.replace(/^\^|\$$/g, ''),
  atStart: written.startsWith('^'),
  atEnd: written.endsWith('$'),
});

function isIn({ text, atStart, atEnd }: Literal, subject: string): boolean {
  if (atStart) return atEnd ? subject === text : subject.startsWith(text);
  return atEnd ? subject.endsWith(text) : subject.includes(text);
}

describe('finding many literals at once', () => {
  test.each<[name: string, literals: string[], subject: string, earlyEnd: number, found: string[]]>([
    ['none at all', [], 'abc', 3, []],
    ['anywhere', ['b', 'bc', 'x'], 'abc', 3, ['b', 'bc']],
    ['each once', ['a', 'aa', 'aaa'], 'aaaa', 4, ['a', 'aa', 'aaa']],
    ['one inside another', ['he', 'she', 'hers', 'his'], 'ushers', 6, ['he', 'she', 'hers']],
    ['one that begins in one that breaks off', ['abcd', 'bce'], 'abce', 4, ['bce']],
    ['at the start', ['^ab', '^b'], 'abab', 4, ['^ab']],
    ['at the start, while another begins there, too', ['^abx', 'ab', 'b'], 'abc', 3, ['ab', 'b']],
    ['at the end', ['ab$', 'a$'], 'abab', 4, ['ab$']],
    ['at the early end', ['ab$', 'cd$', 'bc$'], 'abcd', 2, ['ab$', 'cd$']],
    ['at an early end that is at the start', ['a$', 'ab$'], 'ab', 0, ['ab$']],
    ['the same text bound and not', ['a', '^a', 'a$'], 'aba', 3, ['a', '^a', 'a$']],
    ['the same text bound and not, elsewhere', ['a', '^a', 'a$'], 'bab', 3, ['a']],
    ['letters that no literal has', ['ab'], 'aéb😀ab', 7, ['ab']],
    ['letters beyond ASCII', ['üb', '日本$'], 'x/über/日本', 9, ['üb', '日本$']],
    ['in an empty subject', ['a', '^a', 'a$'], '', 0, []],
  ])('%s', (_name, written, subject, earlyEnd, expected) => {
    const found = buildLiteralAutomaton(written.map(literal)).find(subject, earlyEnd);
    expect(found.map((number) => written[number]).sort()).toEqual([...expected].sort());
  });

  // So many letters that only the roots are tabulated; all other nodes search for their children.
  const wide: Literal = {
    text: String.fromCharCode(...Array.from({ length: 20_000 }, (_, at) => 0x4e00 + at)),
    atStart: false,
    atEnd: false,
  };

  test.each<[name: string, others: Literal[], runs: number]>([
    ['a few letters', [], 1_000],
    ['20,000 letters', [wide], 200],
  ])('finds what searching one by one finds: %s', (_name, others, runs) => {
    const piece = fc.record({
      text: fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5, size: 'max' }),
      atStart: fc.boolean(),
      atEnd: fc.boolean(),
    });
    const pieces = fc.uniqueArray(piece, { selector: (one) => JSON.stringify(one), maxLength: 30, size: 'max' });
    const subjects = fc.array(
      fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12, size: 'max' }), fc.nat(12)),
      { maxLength: 10, size: 'max' },
    );
    fc.assert(
      fc.property(pieces, subjects, (literals, texts) => {
        const automaton = buildLiteralAutomaton([...others, ...literals]);
        for (const [subject, cut] of texts) {
          const earlyEnd = Math.min(cut, subject.length);
          const expected = literals.filter(
            (one) => isIn(one, subject) || (one.atEnd && isIn(one, subject.slice(0, earlyEnd))),
          );
          const found = automaton.find(subject, earlyEnd).map((number) => literals[number - others.length]);
          expect(new Set(found)).toEqual(new Set(expected));
          expect(found).toHaveLength(expected.length);
        }
      }),
      { numRuns: runs },
    );
  });
});
