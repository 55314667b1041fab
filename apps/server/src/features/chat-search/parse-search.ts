import { AppError } from '../../http/app-error.ts';
import { splitWords } from '../../storage/split-words.ts';

/** Words that follow each other in one entry. `isPrefix`: the last one may go on. */
export interface SearchTerm {
  readonly words: readonly [string, ...string[]];
  readonly isPrefix: boolean;
}

/** What a chat must have and must not have, all of it, in whichever of its entries. */
export interface Search {
  readonly wanted: readonly SearchTerm[];
  readonly unwanted: readonly SearchTerm[];
}

const maxTerms = 10;
const maxWords = 40;
/** `-` before a phrase or a word; a phrase whose end is missing goes to the end of the text. */
const part = /(-?)(?:"([^"]*)"?|(\S+))/g;
/** How other keyboards write the double quote. */
const otherQuotes = /[“”„‟«»＂]/g;

/**
 * Reads what somebody typed to search chats: `words`, `"phrases"`, `beginning*`, `-not`. Nothing of it ever reaches a
 * database as a query. Throws `invalid_request` when there is nothing to search for, or too much.
 */
export function parseSearch(text: string): Search {
  const wanted: SearchTerm[] = [];
  const unwanted: SearchTerm[] = [];
  for (const [, minus, phrase, typed] of text.replace(otherQuotes, '"').matchAll(part)) {
    const term = termOf(phrase ?? typed ?? '', phrase === undefined && (typed?.endsWith('*') ?? false));
    if (term !== null) (minus ? unwanted : wanted).push(term);
  }
  const terms = [...wanted, ...unwanted];
  if (terms.length === 0) throw refusal('has no word to search for: letters or digits');
  if (terms.length > maxTerms || terms.flatMap(({ words }) => words).length > maxWords)
    throw refusal(`is too much at once: at most ${maxTerms} words and phrases, ${maxWords} words in all`);
  return { wanted, unwanted };
}

/** Null: it has no letter and no digit. */
function termOf(text: string, isPrefix: boolean): SearchTerm | null {
  const [first, ...others] = splitWords(text).map(({ word }) => word);
  return first === undefined ? null : { words: [first, ...others], isPrefix };
}

function refusal(message: string): AppError {
  return new AppError('invalid_request', `The search ${message}`, { fields: [{ path: 'text', message }] });
}
