import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Characters, findPiece } from './find-piece.ts';

test('finds what indexOf finds, on 20,000 pairs', () => {
  const letters = fc.constantFrom('a', 'a', 'a', 'b');
  const piece = fc.string({ unit: letters, minLength: 1, maxLength: 9 });
  const repeated = fc
    .tuple(piece, fc.integer({ min: 1, max: 4 }), piece)
    .map(([one, times, end]) => one.repeat(times) + end);
  const subject = fc.array(fc.oneof(piece, repeated), { maxLength: 12 }).map((parts) => parts.join(''));
  let found = 0;
  fc.assert(
    fc.property(fc.oneof(piece, repeated), subject, fc.nat(20), fc.nat(20), (wanted, text, start, less) => {
      const end = text.length - less;
      const expected = text.slice(0, Math.max(0, end)).indexOf(wanted, start);
      if (expected >= 0) found++;
      return findPiece(wanted, text, start, end) === expected;
    }),
    { numRuns: 20_000 },
  );
  // Else it would prove little.
  expect(found).toBeGreaterThan(4_000);
});

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

const a = (times: number) => 'a'.repeat(times);

test.each<[name: string, piece: string, subject: string]>([
  ['the last letter fails', `${a(490)}b`, a(8192)],
  ['the first letter fails', `b${a(490)}`, a(8192)],
  ['the middle fails', `${a(245)}b${a(245)}`, a(8192)],
  ['nearly there again and again', `${a(245)}b${a(245)}`, `${a(245)}b${a(244)}c`.repeat(16)],
  ['two letters in turn', `${'ab'.repeat(240)}b`, 'ab'.repeat(4096)],
])('G-18 reads each character a few times at most: %s', (_name, piece, text) => {
  const subject = counted(text);
  findPiece(piece, subject, 0, text.length);
  expect(subject.reads).toBeLessThanOrEqual(2 * text.length + 4 * piece.length);
});
