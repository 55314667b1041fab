import { foldText } from '@foyer/rules/fold-text';

/** A word as it is searched for, and where it stands in the text (UTF-16 offsets, `end` excluded). */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** What is longer is cut: nobody searches for it, and databases have their limits. In characters. */
const maxWordLength = 64;

/*
 * Letters and digits of any script with the marks on them. Scripts that put no blanks between words are split into single
 * characters, so that a word of theirs is found as a phrase.
 */
const pattern =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Mymr}]&&[\p{L}\p{N}]]\p{M}*|[[\p{L}\p{N}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Mymr}]][[\p{L}\p{N}\p{M}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Mymr}\u{FE00}-\u{FE0F}\u{20E3}]]*/gv;

/**
 * The words of a text, in order: lower case, composed (Unicode NFC), nothing but letters, digits and marks. The one
 * notion of a word for both databases: neither splits by rules of its own.
 */
export function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    word: foldWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function foldWord(text: string): string {
  const folded = foldText(text);
  return folded.length <= maxWordLength ? folded : Array.from(folded).slice(0, maxWordLength).join('');
}

/** The words of a text as they are stored: with one blank between them. */
export function joinWords(text: string): string {
  return splitWords(text)
    .map(({ word }) => word)
    .join(' ');
}
