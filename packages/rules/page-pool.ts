import { indexPages, type PageIndex } from './page-index.ts';
import { readPageAddress } from './page-pattern.ts';

/**
 * All page patterns by which rules of a site are found, whatever pages they are about: a visited address is read and gone
 * through once for all of them.
 */
export interface PagePool {
  /** Its number; the same pattern always has the same. Before `build`. */
  add(pattern: string): number;
  /** Once all patterns are in. */
  build(): void;
  /** Numbers of the patterns that match this address. */
  match(url: string): readonly number[];
}

/** Addresses that are remembered, twice: visitors of a site look at the same pages. */
const pagesRemembered = 2000;
/** A visitor can make up any number of longer ones. */
const maxRememberedLength = 500;

/** A pool without patterns; `keepsFragments`: as the site reads addresses. */
export function openPagePool(keepsFragments: boolean): PagePool {
  const numbers = new Map<string, number>();
  let index: PageIndex = indexPages([]);
  // Of two generations the older is forgotten at a time, so that what is asked for often is never looked for again.
  let newer = new Map<string, readonly number[]>();
  let older = newer;
  const remember = (url: string, found: readonly number[]) => {
    if (newer.size >= pagesRemembered) {
      older = newer;
      newer = new Map();
    }
    newer.set(url, found);
  };
  return {
    add: (pattern) => {
      const number = numbers.get(pattern) ?? numbers.size;
      numbers.set(pattern, number);
      return number;
    },
    build: () => {
      index = indexPages([...numbers.keys()], { cachedPages: 0, keepsFragments });
    },
    match: (url) => {
      const known = newer.get(url);
      if (known !== undefined) return known;
      const found = older.get(url) ?? index.match(readPageAddress(url));
      if (url.length <= maxRememberedLength) remember(url, found);
      return found;
    },
  };
}
