import { type Condition, type Expression, type Operator, type Term, termsOf } from '@foyer/protocol/condition';
import { isAddressPattern, readClientAddress } from './address-pattern.ts';
import { foldText } from './fold-text.ts';
import { foldHost } from './host-pattern.ts';
import { unitMs } from './judge-duration.ts';
import { limitsOf } from './judge-number.ts';
import { foldedValues } from './judge-text.ts';
import { normaliseAddress } from './normalise-address.ts';
import { isOperatorOf } from './operator-kind.ts';
import { listEntries } from './pattern-list.ts';
import type { TextSource } from './read-texts.ts';
import {
  type DurationVariable,
  isDurationVariable,
  isOfType,
  isPageVariable,
  type PageVariable,
} from './variable-kind.ts';

/** A fact by which rules can be looked up: the variable, and its name where it takes one. */
export interface KeyFact {
  readonly variable: Condition['variable'];
  readonly name: string | undefined;
}

/** Something that every visit which a rule matches must have, and by which the rule can be found. */
export type Access =
  /** The fact is one of these texts, folded; `yes` or `no` for a yes/no fact. */
  | { readonly by: 'value'; readonly fact: KeyFact; readonly values: readonly string[] }
  /** One of the pages that the variable stands for matches one of these patterns. */
  | { readonly by: 'page'; readonly pages: PageVariable; readonly patterns: readonly string[] }
  /** The referrer belongs to one of these referring sites; folded names. */
  | { readonly by: 'engine'; readonly names: readonly string[] }
  /** One of the texts that the source stands for matches one of these wildcards, folded. */
  | { readonly by: 'text'; readonly texts: TextSource; readonly wildcards: readonly string[] }
  /** The number is at least this; a duration in ms. */
  | { readonly by: 'atLeast'; readonly fact: KeyFact; readonly least: number };

/**
 * Ways to a rule that every visit which it matches comes by: one thing, some of several, or each of several, any of which
 * will do to find it. Null: there is none, so the rule must always be looked at.
 */
export type Ways = Access | { readonly someOf: readonly Ways[] } | { readonly eachOf: readonly Ways[] } | null;

/** Facts that a rule may change for the rules after it, so that what was looked up before would be out of date. */
const movingVariables: ReadonlySet<string> = new Set(['visitor.isProspect', 'visitor.isCustomer']);

/** Ways to what several things must all hold for. */
export function eachOf(ways: readonly Ways[]): Ways {
  const known = ways.filter((one) => one !== null);
  return known.length > 1 ? { eachOf: known } : (known[0] ?? null);
}

/** Ways to an expression. */
export function waysTo(term: Term | null): Ways {
  if (term === null) return null;
  if ('variable' in term) return waysToCondition(term);
  return waysToGroup(term);
}

/** Ways by a list of page patterns, one of which must match; null when one of them matches about every page. */
export function waysByPages(pages: PageVariable, patterns: readonly string[]): Ways {
  const entries = listEntries(patterns);
  if (entries.length === 0 || entries.some((entry) => !/[^*./?]/.test(entry))) return null;
  return { by: 'page', pages, patterns: entries };
}

function waysToGroup(group: Expression): Ways {
  const terms = termsOf(group);
  if (terms.length === 0 || 'none' in group) return null;
  const each = terms.map(waysTo);
  if ('all' in group) return eachOf(each);
  return each.includes(null) ? null : { someOf: each };
}

function waysToCondition(condition: Condition): Ways {
  const { variable, name, operator, value } = condition;
  if (movingVariables.has(variable)) return null;
  if (isOfType(variable, 'text')) {
    if (isPageVariable(variable)) {
      if (operator === 'matches') return waysByPages(variable, [String(value)]);
      const values = (Array.isArray(value) ? value : [value ?? '']).map((one) => normaliseAddress(String(one)));
      return waysByTexts(variable, wildcardsOf(operator, values));
    }
    if (variable === 'place.hostName') return waysByTexts('hostName', wildcardsOf(operator, foldedValues(condition)));
    if (operator !== 'equals' && operator !== 'isOneOf')
      return name === undefined ? waysByTexts(variable, wildcardsOf(operator, foldedValues(condition))) : null;
    return { by: 'value', fact: { variable, name }, values: foldedValues(condition) };
  }
  if (isOfType(variable, 'address')) return waysByAddresses([String(value ?? '')]);
  if (isOfType(variable, 'yesNo')) {
    // Nearly every visit is without the event.
    if (variable === 'event.happened' && operator === 'isFalse') return null;
    return { by: 'value', fact: { variable, name }, values: [operator === 'isTrue' ? 'yes' : 'no'] };
  }
  if (isOfType(variable, 'number') && isOperatorOf('number', operator) && variable !== 'time.hour') {
    if (operator !== '>=' && operator !== '>' && operator !== '=' && operator !== 'between') return null;
    const unit = isDurationVariable(variable) ? unitMs(variable satisfies DurationVariable) : 1;
    const least = limitsOf(condition)[0] * unit;
    return variable === 'event.count' && least <= 0 ? null : { by: 'atLeast', fact: { variable, name }, least };
  }
  return null;
}

/** Wildcards that every text matches which meets the operator; null: there are none. */
function wildcardsOf(operator: Operator, values: readonly string[]): string[] | null {
  switch (operator) {
    case 'equals':
    case 'isOneOf':
    case 'matches':
      return [...values];
    case 'contains':
      return values.map((value) => `*${value}*`);
    case 'startsWith':
      return values.map((value) => `${value}*`);
    case 'endsWith':
      return values.map((value) => `*${value}`);
    default:
      return null;
  }
}

function waysByTexts(texts: TextSource, wildcards: readonly string[] | null): Ways {
  if (wildcards === null || wildcards.some((one) => !/[^*]/.test(one))) return null;
  return { by: 'text', texts, wildcards };
}

/** Ways by a list of keyword entries: the longest word of each. */
export function waysByKeywords(keywords: readonly string[]): Ways {
  const entries = listEntries(keywords);
  if (entries.length === 0) return null;
  const longest = entries.map((entry) =>
    foldText(entry)
      .split(/\s+/)
      .reduce((best, word) => (word.length > best.length ? word : best), ''),
  );
  return waysByTexts('keywords', wildcardsOf('contains', longest));
}

/** Ways by a list of address patterns and host patterns; null when one of them is a kind that texts can't tell. */
export function waysByAddresses(patterns: readonly string[]): Ways {
  const entries = listEntries(patterns);
  if (entries.length === 0) return null;
  const hosts = entries.filter((entry) => !isAddressPattern(entry));
  const networks = entries.filter(isAddressPattern).map(addressWildcard);
  const known = networks.filter((one) => one !== null);
  if (known.length < networks.length) return null;
  const ways = [
    ...(hosts.length === 0 ? [] : [waysByTexts('hostName', hosts.map(foldHost))]),
    ...(known.length === 0 ? [] : [waysByTexts('address', known)]),
  ];
  return ways.includes(null) ? null : { someOf: ways };
}

/** A wildcard that every address of the pattern matches as text; null: none is known. */
function addressWildcard(entry: string): string | null {
  const [base = '', bits] = entry.trim().split('/');
  if (bits === undefined && base.includes('*')) return base.includes(':') ? null : base;
  const address = readClientAddress(base);
  if (address === null) return null;
  if (bits === undefined) return address.text;
  if (address.groups !== null || base.includes(':')) return null;
  const octets = address.text.split('.').slice(0, Math.floor(Number(bits) / 8));
  return octets.length === 4 ? address.text : `${octets.join('.')}.*`;
}
