import { RE2JS, RE2JSException, RE2Set } from 're2js';

/** What a regular expression was compiled to: instructions that may be followed along all their ways at once. */
export interface LinearExpressionProgram {
  /** Where it begins: an index into `instructions`. */
  readonly start: number;
  readonly instructions: readonly Instruction[];
  /** First code point of each stretch within which no instruction tells one character from another, from 0 up. */
  readonly stretches: Int32Array;
}

/** An instruction as re2js 2.10.0 writes it; `out` is the next one. */
export interface Instruction {
  readonly op: number;
  readonly out: number;
  /** The other next one of `operation.either`; the assertions, as bits, of `operation.assert`. */
  readonly arg: number;
  /** Code points: one alone, or the first and last of each range. The same array where the expression repeats itself. */
  readonly runes: Int32Array;
  /** Whether an instruction that reads a character takes this code point. */
  matchRune(rune: number): boolean;
}

/** The `op` of an instruction; from `firstReading` on it reads a character. */
export const operation = { either: 1, eitherMatch: 2, capture: 3, assert: 4, match: 6, nothing: 7, firstReading: 8 };

/** The `arg` of `operation.assert`: what has to hold between two characters. */
export const assertion = {
  lineBegins: 1,
  lineEnds: 2,
  textBegins: 4,
  textEnds: 8,
  wordBorder: 16,
  noWordBorder: 32,
};

/** A node of re2js's syntax tree once its repetitions are written out; a subtree may occur many times. */
interface SyntaxNode {
  readonly op: number;
  readonly subs: readonly SyntaxNode[];
  readonly runes: ArrayLike<number>;
}

/** The `op` of a syntax node that is a row of characters. */
const literal = 2;

/** Why an expression is refused that would have too many instructions, or too many of them at work at once. */
export const tooCostly = 'is too costly an expression: shorten it, above all its repetitions';

/** Page patterns and the values of conditions are no longer. */
const maxSourceLength = 500;
/** Enough for all that fits into the tables, and few enough that each may be looked at from each. */
const maxInstructions = 640;
/** Ranges of characters of all instructions together; `\pL` alone has 700. */
const maxRanges = 40_000;
/** The library takes 0.2 ms to read one. */
const maxUnicodeClasses = 16;
/** Characters in the ranges of classes: the library looks for the other cases of each one, some 40 ns. */
const maxRangeWidth = 131_072;
/** The last code point that has another case. */
const lastCased = 0x1e943;
const lastRune = 0x10ffff;

/**
 * Reads an expression, without regard to case; one that can't be matched in linear time, or is too costly to compile,
 * comes back as the reason, for people. Nothing is written out before its size is known: 500 characters can stand for
 * 500,000 instructions.
 */
export function readLinearExpression(source: string): LinearExpressionProgram | { readonly refusal: string } {
  if (source.length > maxSourceLength) return { refusal: `is longer than ${maxSourceLength} characters` };
  if (countUnicodeClasses(source) > maxUnicodeClasses)
    return { refusal: `is too costly an expression: it names more than ${maxUnicodeClasses} Unicode classes` };
  if (sumRangeWidths(source) > maxRangeWidth)
    return { refusal: 'is too costly an expression: its ranges have too many characters' };
  if (sumRepetitions(source) > maxInstructions) return { refusal: tooCostly };
  const set = new RE2Set(RE2Set.UNANCHORED, RE2JS.CASE_INSENSITIVE);
  try {
    set.add(source);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { refusal: `is not an expression that can be matched in linear time: ${error.message}` };
  }
  if (isTooLarge(set.regexps)) return { refusal: tooCostly };
  set.compile();
  if (set.prog.numInst() > maxInstructions) return { refusal: tooCostly };
  const stretches = Int32Array.from([0, ...set.dfa.classBounds.filter((rune) => rune <= lastRune)]);
  return { start: set.prog.start, instructions: set.prog.inst, stretches };
}

function countUnicodeClasses(source: string): number {
  return source.match(/\\p/gi)?.length ?? 0;
}

/** By the text alone; each repetition writes out what it repeats, so there are no fewer instructions. */
function sumRepetitions(source: string): number {
  let sum = 0;
  for (const [, least, most] of source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) sum += Number(most || least);
  return sum;
}

/** An upper bound, by the text alone: a range that ends beyond ASCII says so by the character or its number. */
function sumRangeWidths(source: string): number {
  let sum = 0;
  for (const [, first = '', last = '', code = ''] of source.matchAll(
    /(?<=(.))-(?:([^\0-\x7f])|\\x\{([\da-f]+)\})/gisu,
  )) {
    const end = last === '' ? Number.parseInt(code, 16) : (last.codePointAt(0) ?? 0);
    sum += Math.max(0, Math.min(end, lastCased) - (first.codePointAt(0) ?? 0));
  }
  return sum;
}

/** Walks the tree as often as its parts repeat, but never further than the limits; it counts a little less than there is. */
function isTooLarge(trees: readonly SyntaxNode[]): boolean {
  const pending = [...trees];
  let instructions = 0;
  let ranges = 0;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.op === literal) instructions += node.runes.length;
    else ranges += node.runes.length / 2;
    // A row or choice of parts is itself no instruction, or one for each part but the first.
    if (node.subs.length < 2 && node.op !== literal) instructions++;
    if (instructions + pending.length > maxInstructions || ranges > maxRanges) return true;
    for (const sub of node.subs) pending.push(sub);
  }
  return false;
}
