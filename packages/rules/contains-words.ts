import { foldText } from './fold-text.ts';
import { matchWildcard, maxSubjectLength } from './match-wildcard.ts';

/** One or more words that must all occur in a text, in any order; `*` inside a word is any run of characters. */
export interface Words {
  /** `folded`: made by `foldForWords`, once for all entries. */
  occurIn(folded: string): boolean;
}

/** Compiles an entry of a keyword list. Words are found inside longer ones too, as in a URL they have no borders. */
export function compileWords(entry: string): Words {
  const words = foldText(entry)
    .split(/\s+/)
    .filter((word) => word !== '');
  return {
    occurIn: (folded) => words.length > 0 && words.every((word) => occurs(word, folded)),
  };
}

/** A text as words are looked for in it: case folded, cut at 8 KiB. */
export function foldForWords(text: string): string {
  return foldText(text.slice(0, maxSubjectLength));
}

function occurs(word: string, text: string): boolean {
  return word.includes('*') ? matchWildcard(`*${word}*`, text) : text.includes(word);
}
