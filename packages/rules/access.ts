import { type Condition, type Expression, type Term, termsOf } from '@foyer/protocol/condition';
import { unitMs } from './judge-duration.ts';
import { limitsOf } from './judge-number.ts';
import { foldedValues } from './judge-text.ts';
import { isOperatorOf } from './operator-kind.ts';
import { listEntries } from './pattern-list.ts';
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
  /** The number is at least this; a duration in ms. */
  | { readonly by: 'atLeast'; readonly fact: KeyFact; readonly least: number };

/** Ways to a rule, one of which every visit that it matches must come by; null: there is none, so it must always be looked at. */
export type Ways = readonly Access[] | null;

/** Facts that a rule may change for the rules after it, so that what was looked up before would be out of date. */
const movingVariables: ReadonlySet<string> = new Set(['visitor.isProspect', 'visitor.isCustomer']);

/** The narrowest of several things that must all hold. */
export function narrowest(ways: readonly Ways[]): Ways {
  let best: Ways = null;
  for (const candidate of ways) if (breadth(candidate) < breadth(best)) best = candidate;
  return best;
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
  return [{ by: 'page', pages, patterns: entries }];
}

function waysToGroup(group: Expression): Ways {
  const terms = termsOf(group);
  if (terms.length === 0 || 'none' in group) return null;
  if ('all' in group) return narrowest(terms.map(waysTo));
  const each = terms.map(waysTo);
  return each.some((ways) => ways === null) ? null : each.flatMap((ways) => ways ?? []);
}

function waysToCondition(condition: Condition): Ways {
  const { variable, name, operator, value } = condition;
  if (movingVariables.has(variable)) return null;
  if (isOfType(variable, 'text')) {
    if (isPageVariable(variable)) return operator === 'matches' ? waysByPages(variable, [String(value)]) : null;
    // What comes late is looked at whatever it is.
    if (variable === 'place.hostName') return null;
    if (operator !== 'equals' && operator !== 'isOneOf') return null;
    return [{ by: 'value', fact: { variable, name }, values: foldedValues(condition) }];
  }
  if (isOfType(variable, 'yesNo'))
    return [{ by: 'value', fact: { variable, name }, values: [operator === 'isTrue' ? 'yes' : 'no'] }];
  if (isOfType(variable, 'number') && isOperatorOf('number', operator) && variable !== 'time.hour') {
    if (operator !== '>=' && operator !== '>' && operator !== '=' && operator !== 'between') return null;
    const unit = isDurationVariable(variable) ? unitMs(variable satisfies DurationVariable) : 1;
    return [{ by: 'atLeast', fact: { variable, name }, least: limitsOf(condition)[0] * unit }];
  }
  return null;
}

/** How many visits are likely to come this way: a rough order of kinds. */
function breadth(ways: Ways): number {
  if (ways === null) return 4;
  const kinds = { value: 1, engine: 1, page: 1, atLeast: 3 };
  return Math.max(
    ...ways.map(({ by }) => kinds[by]),
    ways.some(
      (way) => way.by === 'value' && way.values.length === 1 && (way.values[0] === 'yes' || way.values[0] === 'no'),
    )
      ? 2
      : 0,
  );
}
