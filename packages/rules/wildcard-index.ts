import { buildLiteralAutomaton, type Literal } from './literal-automaton.ts';
import { matchesSubject, type PageSubject } from './page-pattern.ts';

/** Finds which of many patterns with wildcards match, all of which look at the same form of a page. */
export interface WildcardIndex {
  /** Numbers of those that match, each once, in no order. */
  find(subject: PageSubject): number[];
}

/** Patterns that may share the literal by which they are found, before another of their literals is asked for, too. */
const fewPatterns = 8;
const none = -1;

/**
 * Indexes patterns, all different and in the spelling of `PageWildcards`; a pattern's number is its place. Those without
 * a star are looked up; of each other one literal is sought, and only where that is found the pattern is tried.
 */
export function indexWildcards(patterns: readonly string[]): WildcardIndex {
  const exact = new Map(patterns.flatMap((text, pattern) => (text.includes('*') ? [] : [[text, pattern] as const])));
  const { literals, always, behind, isSettled, needsToo } = planSearch(patterns);
  const automaton = buildLiteralAutomaton(literals);
  const isThere = new Uint8Array(literals.length);

  return {
    find: (subject) => {
      const { whole, withoutQuery } = subject;
      const found = [...always];
      lookUp(exact, whole, found);
      if (withoutQuery.length < whole.length) lookUp(exact, withoutQuery, found);
      if (isThere.length === 0) return found;

      const there = automaton.find(whole, withoutQuery.length);
      for (const literal of there) isThere[literal] = 1;
      for (const literal of there) {
        for (const pattern of behind[literal] ?? []) {
          const other = needsToo[pattern] ?? none;
          if (other !== none && isThere[other] === 0) continue;
          if (isSettled[pattern] === 1 || matchesSubject(patterns[pattern] ?? '', subject)) found.push(pattern);
        }
      }
      for (const literal of there) isThere[literal] = 0;
      return found;
    },
  };
}

function lookUp(exact: ReadonlyMap<string, number>, text: string, found: number[]): void {
  const pattern = exact.get(text);
  if (pattern !== undefined) found.push(pattern);
}

/** What to seek for the patterns with stars. */
interface Search {
  /** Patterns of nothing but stars. */
  readonly always: readonly number[];
  readonly literals: readonly Literal[];
  /** Per literal: the patterns that are tried where it is found. */
  readonly behind: readonly (readonly number[])[];
  /** Per pattern: 1 when that literal and stars are all of it, so that it need not be tried. */
  readonly isSettled: Uint8Array;
  /** Per pattern: another literal that has to be found, too, or -1. */
  readonly needsToo: Int32Array;
}

function planSearch(patterns: readonly string[]): Search {
  const pieces = patterns.map((text) => (text.includes('*') ? listPieces(text) : null));
  const sharedBy = countShared(pieces);
  const numbers = new Map<string, number>();
  const literals: Literal[] = [];
  const behind: number[][] = [];
  const seek = (literal: Piece): number => {
    const known = numbers.get(literal.key);
    if (known !== undefined) return known;
    numbers.set(literal.key, literals.length);
    behind.push([]);
    return literals.push(literal) - 1;
  };
  const always: number[] = [];
  const isSettled = new Uint8Array(patterns.length);
  const needsToo = new Int32Array(patterns.length).fill(none);
  pieces.forEach((own, pattern) => {
    if (own === null) return;
    const ranked = rankPieces(own, sharedBy);
    const best = ranked[0];
    if (best === undefined) {
      always.push(pattern);
      return;
    }
    behind[seek(best)]?.push(pattern);
    if (ranked.length === 1) isSettled[pattern] = 1;
    const other = ranked.find(({ key }) => key !== best.key);
    if (other !== undefined && (sharedBy.get(best.key) ?? 0) > fewPatterns) needsToo[pattern] = seek(other);
  });
  return { always, literals, behind, isSettled, needsToo };
}

/** A literal of a pattern, and the same as a pattern of its own: two literals are the same when their keys are. */
interface Piece extends Literal {
  readonly key: string;
}

function listPieces(pattern: string): Piece[] {
  const texts = pattern.split('*');
  const pieces: Piece[] = [];
  texts.forEach((text, place) => {
    if (text === '') return;
    const [atStart, atEnd] = [place === 0, place === texts.length - 1];
    pieces.push({ text, atStart, atEnd, key: `${atStart ? '' : '*'}${text}${atEnd ? '' : '*'}` });
  });
  return pieces;
}

/** By key: how many pieces of all patterns are the same. */
function countShared(patterns: readonly (readonly Piece[] | null)[]): ReadonlyMap<string, number> {
  const sharedBy = new Map<string, number>();
  for (const pieces of patterns) for (const { key } of pieces ?? []) sharedBy.set(key, (sharedBy.get(key) ?? 0) + 1);
  return sharedBy;
}

/**
 * Pieces, first the one that is likely to spare most trials. What many patterns share is likely to be on
 * many pages, too, and tries them all at once; what is shorter than four characters, a bound end counted as one, is
 * likely to be on a page by accident.
 */
function rankPieces(pieces: readonly Piece[], sharedBy: ReadonlyMap<string, number>): readonly Piece[] {
  if (pieces.length === 1) return pieces;
  const trials = ({ text, atStart, atEnd, key }: Piece) =>
    (sharedBy.get(key) ?? 1) * 4 ** Math.max(0, 4 - text.length - Number(atStart) - Number(atEnd));
  return pieces.toSorted((a, b) => trials(a) - trials(b) || b.text.length - a.text.length);
}
