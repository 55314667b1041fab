import type { Snippet } from '@foyer/protocol/chat-hit';
import { splitWords, type Word } from '../../storage/split-words.ts';
import type { SearchTerm } from './parse-search.ts';

/** Characters of a snippet at most, and how many of them stand before the first mark. */
const snippetLength = 160;
const lead = 40;

/**
 * The part of a text in which terms are found, with where they stand in it: text and offsets, never markup. Null: the text
 * has none of them.
 */
export function makeSnippet(text: string, terms: readonly SearchTerm[]): Snippet | null {
  const words = splitWords(text);
  const marks = merge(terms.flatMap((term) => placesOf(words, term)));
  const [first] = marks;
  if (!first) return null;
  const from = first[0] <= lead ? 0 : startOfWord(words, first[0] - lead);
  const to =
    text.length - from <= snippetLength ? text.length : endOfWord(words, Math.max(from + snippetLength, first[1]));
  return {
    text: `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`,
    marks: marks
      .filter(([, end]) => end <= to)
      .map(([start, end]) => [start - from + (from > 0 ? 1 : 0), end - from + (from > 0 ? 1 : 0)]),
  };
}

function placesOf(words: readonly Word[], { words: wanted, isPrefix }: SearchTerm): [number, number][] {
  const places: [number, number][] = [];
  const isLast = (offset: number) => offset === wanted.length - 1;
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    const isHere = wanted.every((word, offset) => {
      const found = words[at + offset]?.word;
      return found === word || (isPrefix && isLast(offset) && found?.startsWith(word));
    });
    const [first, last] = [words[at], words[at + wanted.length - 1]];
    if (isHere && first && last) places.push([first.start, last.end]);
  }
  return places;
}

/** In order, what overlaps as one. */
function merge(marks: readonly [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...marks].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** The nearest beginning of a word at or after a place: no snippet begins in the middle of one, or of a character. */
function startOfWord(words: readonly Word[], at: number): number {
  return words.find(({ start }) => start >= at)?.start ?? 0;
}

function endOfWord(words: readonly Word[], at: number): number {
  return words.findLast(({ end }) => end <= at)?.end ?? at;
}
