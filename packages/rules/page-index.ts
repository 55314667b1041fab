import {
  compilePagePattern,
  type PageAddress,
  type PageForm,
  pageOf,
  parsePagePattern,
  subjectOf,
} from './page-pattern.ts';
import { indexWildcards } from './wildcard-index.ts';

/** Finds which of many page patterns match a page, at a cost that hardly grows with their number. */
export interface PageIndex {
  /** Numbers of the patterns that match this page, ascending, each once. */
  match(page: PageAddress): readonly number[];
}

/** Longer addresses are not remembered: a visitor can make up any number of them. */
const maxCachedUrlLength = 500;

/**
 * Indexes page patterns; a pattern's number is its place in the list. They match as `compilePagePattern` says, so one
 * that is refused matches nothing. Expressions are tried one by one. `cachedPages`: the answers that are remembered,
 * since visitors of a site look at the same pages; 0: none.
 */
export function indexPages(
  patterns: readonly string[],
  { cachedPages = 2000, keepsFragments = false } = {},
): PageIndex {
  const parts = indexParts(patterns, keepsFragments);
  const find = (page: PageAddress): number[] => {
    const found: number[] = [];
    const seen = pageOf(page, keepsFragments);
    for (const collect of parts) collect(seen, found);
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  };
  return cachedPages > 0 ? remember(find, cachedPages) : { match: find };
}

/** Adds the numbers of the patterns that match, in no order. */
type Collect = (page: PageAddress, found: number[]) => void;

function indexParts(patterns: readonly string[], keepsFragments: boolean): Collect[] {
  const wildcards = new Map<PageForm, Map<string, number[]>>();
  const expressions = new Map<string, number[]>();
  patterns.forEach((pattern, number) => {
    const parsed = parsePagePattern(pattern, keepsFragments);
    if (parsed?.kind === 'expression') file(expressions, pattern, number);
    if (parsed?.kind !== 'wildcards') return;
    const texts = wildcards.get(parsed.form) ?? new Map<string, number[]>();
    wildcards.set(parsed.form, texts);
    file(texts, parsed.text, number);
  });
  return [
    ...[...wildcards].map(([form, texts]) => collectWildcards(form, texts)),
    ...[...expressions].map(([pattern, numbers]) => collectExpression(pattern, numbers, keepsFragments)),
  ];
}

function collectWildcards(form: PageForm, texts: ReadonlyMap<string, readonly number[]>): Collect {
  const index = indexWildcards([...texts.keys()]);
  const numbers = [...texts.values()];
  return (page, found) => {
    for (const text of index.find(subjectOf(page, form))) addAll(numbers[text] ?? [], found);
  };
}

/** Compiles when first asked: that takes long, and there may be many. */
function collectExpression(pattern: string, numbers: readonly number[], keepsFragments: boolean): Collect {
  let compiled: ReturnType<typeof compilePagePattern> | undefined;
  return (page, found) => {
    compiled ??= compilePagePattern(pattern, keepsFragments);
    if (compiled.matches(page)) addAll(numbers, found);
  };
}

function file(numbersOf: Map<string, number[]>, key: string, number: number): void {
  const numbers = numbersOf.get(key);
  if (numbers === undefined) numbersOf.set(key, [number]);
  else numbers.push(number);
}

function addAll(numbers: readonly number[], found: number[]): void {
  for (const number of numbers) found.push(number);
}

function remember(find: (page: PageAddress) => readonly number[], cachedPages: number): PageIndex {
  const known = new Map<string, { readonly ofLength: number; readonly numbers: readonly number[] }>();
  return {
    match: (page) => {
      const { url, pathAndQuery } = page;
      if (url.length > maxCachedUrlLength) return find(page);
      const cached = known.get(url);
      // The same text can be a whole URL, or a path that looks like one (`/%68ttp://…`).
      if (cached !== undefined && cached.ofLength === pathAndQuery.length) return cached.numbers;
      const numbers = find(page);
      if (known.size >= cachedPages) known.clear();
      known.set(url, { ofLength: pathAndQuery.length, numbers });
      return numbers;
    },
  };
}
