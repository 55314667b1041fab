import { compileLinearExpression } from './linear-expression.ts';
import { matchWildcard, maxSubjectLength } from './match-wildcard.ts';
import { normaliseAddress } from './normalise-address.ts';

/** A page's address in the forms that patterns look at: without fragment, percent-encoding normalised, case folded. */
export interface PageAddress {
  /** Without the leading `/`. */
  readonly path: string;
  readonly pathAndQuery: string;
  /** With scheme and host; the same as path and query when the address had none. */
  readonly url: string;
  readonly urlWithoutQuery: string;
  /** The same with its fragment, for sites that route by it; null: it has none. */
  readonly withFragment: PageAddress | null;
}

/** A page pattern of rules.md section 3, ready to match. */
export interface PagePattern {
  matches(page: PageAddress): boolean;
}

/** What a pattern with wildcards looks at: path and query, the whole URL, or that from its `//` on. */
export type PageForm = 'path' | 'url' | 'urlAfterScheme';

/** A page in one of these forms. The second is the start of the first: all of it when there is no query. */
export interface PageSubject {
  readonly whole: string;
  readonly withoutQuery: string;
}

/** A pattern with wildcards, or one path, in the spelling in which pages are compared. */
export interface PageWildcards {
  readonly kind: 'wildcards';
  readonly form: PageForm;
  readonly text: string;
}

/** A pattern as it was read; `source` is what stands behind `re:`. */
export type ParsedPagePattern = PageWildcards | { readonly kind: 'expression'; readonly source: string };

const matchesNothing: PagePattern = { matches: () => false };
const nowhere: PageSubject = { whole: '', withoutQuery: '' };
const maxPatternLength = 500;
const maxStars = 32;
const origin = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?]*/i;
const patternOrigin = /^(?:\*:|[a-z][a-z0-9+.-]*\*?:)?\/\/[^/?]*/i;
const expressionOnUrl = /^\^?\(?(?:http|\/\/|\\\/\\\/)/i;

/** Reads an address as the browser gave it, or one that is only a path. */
export function readPageAddress(url: string): PageAddress {
  if (lastRead?.given === url) return lastRead.page;
  const page = readAgain(url);
  lastRead = { given: url, page };
  return page;
}

/** Most conditions that are judged for a hit look at the same page. */
let lastRead: { readonly given: string; readonly page: PageAddress } | null = null;

function readAgain(url: string): PageAddress {
  const cut = url.slice(0, maxSubjectLength);
  const whole = withoutFragment(cut);
  return { ...readAddress(whole), withFragment: whole.length < cut.length ? readAddress(cut) : null };
}

/** The form of a page that a site's patterns look at. */
export function pageOf(page: PageAddress, keepsFragments: boolean): PageAddress {
  return keepsFragments ? (page.withFragment ?? page) : page;
}

function readAddress(whole: string): PageAddress {
  const site = origin.exec(whole)?.[0] ?? '';
  const pathAndQuery = normaliseAddress(withoutLeadingSlash(whole.slice(site.length)));
  const path = withoutQuery(pathAndQuery);
  const prefix = site === '' ? '' : `${normaliseAddress(site)}/`;
  return { path, pathAndQuery, url: prefix + pathAndQuery, urlWithoutQuery: prefix + path, withFragment: null };
}

/** Compiles a pattern. One that `checkPagePattern` refuses matches no page. `keepsFragments`: of a site that routes by them. */
export function compilePagePattern(pattern: string, keepsFragments = false): PagePattern {
  const parsed = parsePagePattern(pattern, keepsFragments);
  if (parsed === null) return matchesNothing;
  const compiled = parsed.kind === 'expression' ? compileExpression(parsed.source) : compileWildcards(parsed);
  return keepsFragments ? { matches: (page) => compiled.matches(pageOf(page, true)) } : compiled;
}

/** Reads a pattern without compiling it. Null when it is refused; an expression may still be refused when compiled. */
export function parsePagePattern(pattern: string, keepsFragments = false): ParsedPagePattern | null {
  if (checkLength(pattern) !== null) return null;
  const source = expressionIn(pattern);
  if (source !== null) return { kind: 'expression', source };
  return checkStars(pattern) === null ? parseWildcards(keepsFragments ? pattern : withoutFragment(pattern)) : null;
}

/** Null when the pattern can be saved, else what is wrong with it, to be read after its name. */
export function checkPagePattern(pattern: string): string | null {
  const refusal = checkLength(pattern);
  if (refusal !== null) return refusal;
  const source = expressionIn(pattern);
  if (source === null) return checkStars(pattern);
  const compiled = compileLinearExpression(source);
  return 'refusal' in compiled ? compiled.refusal : null;
}

/** A page in the form that some patterns look at, and without its query, which is the start of that. */
export function subjectOf(page: PageAddress, form: PageForm): PageSubject {
  if (form === 'path') return { whole: page.pathAndQuery, withoutQuery: page.path };
  if (form === 'url') return { whole: page.url, withoutQuery: page.urlWithoutQuery };
  const at = page.url.indexOf('//');
  return at < 0 ? nowhere : { whole: page.url.slice(at), withoutQuery: page.urlWithoutQuery.slice(at) };
}

/** Whether wildcards, as `parsePagePattern` gives them, match a page in the form that they look at. */
export function matchesSubject(wildcards: string, { whole, withoutQuery }: PageSubject): boolean {
  // Wildcards with a `?` find none in the second: they need the query.
  return (
    matchWildcard(wildcards, whole) || (withoutQuery.length < whole.length && matchWildcard(wildcards, withoutQuery))
  );
}

/** Whether some pattern of a list matches the page. */
export function matchesSomePage(patterns: readonly PagePattern[], page: PageAddress): boolean {
  return patterns.some((pattern) => pattern.matches(page));
}

function parseWildcards(pattern: string): PageWildcards {
  const whole = pattern.trim();
  const site = patternOrigin.exec(whole)?.[0] ?? '';
  const page = normaliseAddress(anyFile(withoutLeadingSlash(whole.slice(site.length))));
  if (site === '') return { kind: 'wildcards', form: 'path', text: page };
  // A host alone means its home page, unless it ends in a star, which reaches into the path.
  const bare = whole.length === site.length && site.endsWith('*');
  const text = bare ? normaliseAddress(site) : `${normaliseAddress(site)}/${page}`;
  return { kind: 'wildcards', form: text.startsWith('//') ? 'urlAfterScheme' : 'url', text };
}

function compileWildcards({ form, text }: PageWildcards): PagePattern {
  if (form === 'path' && !text.includes('*')) {
    return { matches: ({ path, pathAndQuery }) => text === pathAndQuery || text === path };
  }
  return { matches: (page) => matchesSubject(text, subjectOf(page, form)) };
}

function compileExpression(source: string): PagePattern {
  const compiled = compileLinearExpression(source);
  if ('refusal' in compiled) return matchesNothing;
  const found = (whole: string, withoutQuery: string) =>
    compiled.matches(whole) || (withoutQuery !== whole && compiled.matches(withoutQuery));
  if (expressionOnUrl.test(source)) return { matches: (page) => found(page.url, page.urlWithoutQuery) };
  // Whoever writes `^/support` wants to see the slash that patterns otherwise do without.
  const slash = /^\^?\(?\\?\//.test(source) ? '/' : '';
  return { matches: (page) => found(slash + page.pathAndQuery, slash + page.path) };
}

function checkLength(pattern: string): string | null {
  if (pattern.trim() === '') return 'is empty';
  return pattern.length > maxPatternLength ? `is longer than ${maxPatternLength} characters` : null;
}

function checkStars(pattern: string): string | null {
  return pattern.split('*').length - 1 > maxStars ? `has more than ${maxStars} stars` : null;
}

/** The regular expression behind `re:`, or null. */
function expressionIn(pattern: string): string | null {
  return /^\s*re:/i.test(pattern) ? pattern.trim().slice(3).trim() : null;
}

/** `*.*` as the last segment of the path means `*`. */
function anyFile(pattern: string): string {
  return pattern.replace(/^((?:[^?]*\/)?)\*\.\*(?=\?|$)/, '$1*');
}

function withoutFragment(address: string): string {
  const at = address.indexOf('#');
  return at < 0 ? address : address.slice(0, at);
}

function withoutQuery(address: string): string {
  const at = address.indexOf('?');
  return at < 0 ? address : address.slice(0, at);
}

function withoutLeadingSlash(address: string): string {
  return address.startsWith('/') ? address.slice(1) : address;
}
