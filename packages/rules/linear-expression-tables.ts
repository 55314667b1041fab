import { findPositions, type Position } from './linear-expression-positions.ts';
import { readLinearExpression, tooCostly } from './linear-expression-program.ts';

/**
 * Sets of positions as bits, `words` 32-bit words each. The next set is the union of what follows each position, cut to
 * those that the next character leads to. What follows is tabulated for a group of neighbours in all its ways: of 4, or
 * of 8, which is half the work for eight times the memory.
 */
export interface LinearExpressionTables {
  readonly groupSize: GroupSize;
  /** Even, for the loop takes two at once. */
  readonly words: number;
  /** Positions that may read the first character. */
  readonly first: Int32Array;
  /** Per group, and per way to be in some of its positions: the positions that may read the next character. */
  readonly follow: Int32Array;
  /** Per stretch of characters: the positions it leads to. */
  readonly leadsTo: Int32Array;
  /** The first code point of each stretch, ascending. */
  readonly stretches: Int32Array;
  /** Per ASCII character, its stretch. */
  readonly asciiStretches: Int16Array;
  /** Bits of the first word: in one of these positions, the expression was found before the last character. */
  readonly found: number;
  /** The bit of the first word that the end of the text leads to. */
  readonly foundAtEnd: number;
  /** The most words of `follow` that one character can cost. */
  readonly wordsPerCharacter: number;
}

/** How many neighbouring positions are looked up together. */
type GroupSize = 4 | 8;

/** Of `wordsPerCharacter`; a word takes some 1.3 ns, so the longest text some 1.2 ms. */
export const maxWordsPerCharacter = 112;
/** All taken, and in groups of 8, they fill 256 kB. */
const maxPositions = 256;
const asciiLength = 128;

/** Compiles an expression; one that can't be taken, or is too costly, comes back as the reason, for people. */
export function tabulateLinearExpression(source: string): LinearExpressionTables | { readonly refusal: string } {
  const program = readLinearExpression(source);
  if ('refusal' in program) return program;
  const { stretches } = program;
  const { all, first, found, foundAtEnd } = findPositions(program);
  if (all.length > maxPositions) return { refusal: tooCostly };
  const words = Math.ceil(all.length / 64) * 2;
  const leadsTo = new Int32Array(stretches.length * words);
  all.forEach((position, index) => {
    for (const stretch of position.stretches) addBit(leadsTo, stretch * words, index);
  });
  const costOf = (groupSize: GroupSize) => words * countMostGroups(leadsTo, words, groupSize);
  const groupSize = costOf(4) <= maxWordsPerCharacter / 2 ? 4 : 8;
  const wordsPerCharacter = costOf(groupSize);
  if (wordsPerCharacter > maxWordsPerCharacter) return { refusal: tooCostly };
  return {
    groupSize,
    words,
    first: setOf(first, words),
    follow: tabulateFollow(all, words, groupSize),
    leadsTo,
    stretches,
    asciiStretches: tabulateAscii(stretches),
    found: (1 << found) - 1,
    foundAtEnd: 1 << foundAtEnd,
    wordsPerCharacter,
  };
}

function tabulateFollow(positions: readonly Position[], words: number, groupSize: GroupSize): Int32Array {
  const ways = 1 << groupSize;
  const follow = new Int32Array(Math.ceil(positions.length / groupSize) * ways * words);
  positions.forEach(({ next }, index) => {
    const row = Math.floor(index / groupSize) * ways + (1 << (index % groupSize));
    for (const each of next) addBit(follow, row * words, each);
  });
  for (let row = 0; row * words < follow.length; row++) {
    const way = row % ways;
    const lowest = way & -way;
    // To be in several positions is to be in the lowest, and in the others.
    if (way === lowest) continue;
    for (let word = 0; word < words; word++) {
      const ofLowest = follow[(row - way + lowest) * words + word] ?? 0;
      follow[row * words + word] = ofLowest | (follow[(row - lowest) * words + word] ?? 0);
    }
  }
  return follow;
}

function tabulateAscii(stretches: Int32Array): Int16Array {
  const ascii = new Int16Array(asciiLength);
  for (let rune = 0, stretch = 0; rune < asciiLength; rune++) {
    if (rune === stretches[stretch + 1]) stretch++;
    ascii[rune] = stretch;
  }
  return ascii;
}

/** Of all stretches of characters, the most groups that one leads into. */
function countMostGroups(leadsTo: Int32Array, words: number, groupSize: GroupSize): number {
  const inGroup = (1 << groupSize) - 1;
  let most = 0;
  for (let stretch = 0; stretch < leadsTo.length; stretch += words) {
    let count = 0;
    for (let word = 0; word < words; word++) {
      for (let left = leadsTo[stretch + word] ?? 0; left !== 0; left >>>= groupSize)
        if ((left & inGroup) !== 0) count++;
    }
    most = Math.max(most, count);
  }
  return most;
}

function setOf(indexes: readonly number[], words: number): Int32Array {
  const set = new Int32Array(words);
  for (const index of indexes) addBit(set, 0, index);
  return set;
}

function addBit(sets: Int32Array, start: number, index: number): void {
  const at = start + (index >> 5);
  sets[at] = (sets[at] ?? 0) | (1 << (index & 31));
}
