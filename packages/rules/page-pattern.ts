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
}

/** A page pattern of rules.md section 3, ready to match. */
export interface PagePattern {
  /** The one path, or path and query, that it matches; null when it matches more, or looks at the whole URL. For indexes. */
  readonly exact: string | null;
  matches(page: PageAddress): boolean;
}

const maxPatternLength = 500;
const maxStars = 32;
const origin = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?]*/i;
const patternOrigin = /^(?:\*:|[a-z][a-z0-9+.-]*\*?:)?\/\/[^/?]*/i;
const expressionOnUrl = /^\^?\(?(?:http|\/\/|\\\/\\\/)/i;

/** Reads an address as the browser gave it, or one that is only a path. */
export function readPageAddress(url: string): PageAddress {
  const whole = withoutFragment(url.slice(0, maxSubjectLength));
  const site = origin.exec(whole)?.[0] ?? '';
  const pathAndQuery = normaliseAddress(withoutLeadingSlash(whole.slice(site.length)));
  const path = withoutQuery(pathAndQuery);
  const prefix = site === '' ? '' : `${normaliseAddress(site)}/`;
  return { path, pathAndQuery, url: prefix + pathAndQuery, urlWithoutQuery: prefix + path };
}

/** Compiles a pattern. One that `checkPagePattern` refuses matches no page. */
export function compilePagePattern(pattern: string): PagePattern {
  if (checkPagePattern(pattern) !== null) return { exact: null, matches: () => false };
  const expression = expressionIn(pattern);
  return expression === null ? compileWildcards(pattern) : compileExpression(expression);
}

/** Null when the pattern can be saved, else what is wrong with it, to be read after its name. */
export function checkPagePattern(pattern: string): string | null {
  if (pattern.trim() === '') return 'is empty';
  if (pattern.length > maxPatternLength) return `is longer than ${maxPatternLength} characters`;
  const expression = expressionIn(pattern);
  if (expression !== null) {
    const compiled = compileLinearExpression(expression);
    return 'refusal' in compiled ? compiled.refusal : null;
  }
  return pattern.split('*').length - 1 > maxStars ? `has more than ${maxStars} stars` : null;
}

/** Whether some pattern of a list matches the page. */
export function matchesSomePage(patterns: readonly PagePattern[], page: PageAddress): boolean {
  return patterns.some((pattern) => pattern.matches(page));
}

function compileWildcards(pattern: string): PagePattern {
  const whole = withoutFragment(pattern.trim());
  const site = patternOrigin.exec(whole)?.[0] ?? '';
  const page = normaliseAddress(anyFile(withoutLeadingSlash(whole.slice(site.length))));
  const hasQuery = page.includes('?');
  if (site !== '') {
    // A host alone means its home page, unless it ends in a star, which reaches into the path.
    const bare = whole.length === site.length && site.endsWith('*');
    const wanted = bare ? normaliseAddress(site) : `${normaliseAddress(site)}/${page}`;
    const anyScheme = wanted.startsWith('//');
    const matchesUrl = (url: string) => matchWildcard(wanted, anyScheme ? url.slice(url.indexOf('//')) : url);
    return {
      exact: null,
      matches: ({ url, urlWithoutQuery }) => matchesUrl(url) || (!hasQuery && matchesUrl(urlWithoutQuery)),
    };
  }
  if (!page.includes('*')) {
    return { exact: page, matches: ({ path, pathAndQuery }) => page === pathAndQuery || (!hasQuery && page === path) };
  }
  return {
    exact: null,
    matches: ({ path, pathAndQuery }) => matchWildcard(page, pathAndQuery) || (!hasQuery && matchWildcard(page, path)),
  };
}

function compileExpression(source: string): PagePattern {
  const compiled = compileLinearExpression(source);
  if ('refusal' in compiled) return { exact: null, matches: () => false };
  const found = (whole: string, withoutQuery: string) =>
    compiled.matches(whole) || (withoutQuery !== whole && compiled.matches(withoutQuery));
  if (expressionOnUrl.test(source)) return { exact: null, matches: (page) => found(page.url, page.urlWithoutQuery) };
  // Whoever writes `^/support` wants to see the slash that patterns otherwise do without.
  const slash = /^\^?\(?\\?\//.test(source) ? '/' : '';
  return { exact: null, matches: (page) => found(slash + page.pathAndQuery, slash + page.path) };
}

/** The regular expression behind `re:`, or null. */
function expressionIn(pattern: string): string | null {
  return /^\s*re:/i.test(pattern) ? pattern.trim().slice(3).trim() : null;
}

/** `*.*` as the last segment of the path means `*`. */
function anyFile(pattern: string): string {
  return pattern.replace(/(^|\/)\*\.\*(?=\?|$)/, '$1*');
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
