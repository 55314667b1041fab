import type { VariableName } from '@foyer/protocol/condition';
import type { Access, Ways } from './access.ts';
import { chooseWays } from './choose-ways.ts';
import { findNumberFact } from './find-number-fact.ts';
import { findTextFact } from './find-text-fact.ts';
import { findYesNoFact } from './find-yes-no-fact.ts';
import { foldText } from './fold-text.ts';
import { findDurationFact } from './judge-duration.ts';
import { findPagesFact } from './judge-page.ts';
import { listNamedFacts } from './list-named-facts.ts';
import type { Moment } from './moment.ts';
import type { PagePool } from './page-pool.ts';
import { readTexts, type TextSource } from './read-texts.ts';
import { isDurationVariable, isOfType, isPageVariable, type PageVariable } from './variable-kind.ts';
import { indexWildcards } from './wildcard-index.ts';

/** Finds the rules that can match a visit without looking at the others, however many there are. */
export interface RuleIndex<Rule> {
  /** In list order. A rule that is not among them can't match. */
  candidates(moment: Moment): Rule[];
  /** The next instant at which time alone makes another rule a candidate; null: none. */
  nextAt(moment: Moment): number | null;
}

interface Thresholds {
  /** Ascending, with the rule behind each. */
  readonly leasts: number[];
  readonly rules: number[];
}

/** A rule, and the ways to it. */
export interface IndexedRule<Rule> {
  readonly rule: Rule;
  readonly ways: Ways;
}

/**
 * Indexes rules by the ways to them. `enginesOf` names the referring sites, folded, that a referrer's host belongs to. The
 * pool is shared by all lists of a site; it has to be built before a visit is looked up.
 */
export function indexRules<Rule>(
  rules: readonly IndexedRule<Rule>[],
  enginesOf: (referrerHost: string) => readonly string[],
  pool: PagePool,
): RuleIndex<Rule> {
  const always: number[] = [];
  const values = new Map<VariableName, Map<string, number[]>>();
  const engines = new Map<string, number[]>();
  const thresholds = new Map<VariableName, Map<string, { least: number; rule: number }[]>>();
  /** Rules behind each pattern of the pool. */
  const pages = new Map<PageVariable, Map<number, number[]>>();

  const texts = new Map<TextSource, Map<string, number[]>>();

  const add = (access: Access, rule: number) => {
    switch (access.by) {
      case 'value': {
        const byValue = getOrMake(values, access.fact.variable, () => new Map<string, number[]>());
        for (const value of access.values) getOrMake(byValue, keyOf(access.fact.name, value), () => []).push(rule);
        break;
      }
      case 'engine':
        for (const name of access.names) getOrMake(engines, name, () => []).push(rule);
        break;
      case 'atLeast':
        getOrMake(
          getOrMake(thresholds, access.fact.variable, () => new Map<string, { least: number; rule: number }[]>()),
          access.fact.name ?? '',
          () => [],
        ).push({ least: access.least, rule });
        break;
      case 'text': {
        const byWildcards = getOrMake(texts, access.texts, () => new Map<string, number[]>());
        for (const wildcards of access.wildcards) getOrMake(byWildcards, wildcards, () => []).push(rule);
        break;
      }
      case 'page': {
        const byPattern = getOrMake(pages, access.pages, () => new Map<number, number[]>());
        for (const pattern of access.patterns) getOrMake(byPattern, pool.add(pattern), () => []).push(rule);
      }
    }
  };
  chooseWays(rules.map(({ ways }) => ways)).forEach((chosen, rule) => {
    if (chosen === null) always.push(rule);
    else for (const access of chosen) add(access, rule);
  });

  const thresholdLists = [...thresholds].map(([variable, byName]) => ({
    variable,
    byName: new Map([...byName].map(([name, entries]) => [name, sortThresholds(entries)])),
  }));

  const textWays = [...texts].map(([source, byWildcards]) => ({
    source,
    index: indexWildcards([...byWildcards.keys()]),
    rules: [...byWildcards.values()],
  }));

  const find = (moment: Moment): number[] => {
    const found = [...always];
    for (const [variable, byValue] of values) {
      const named = listNamedFacts(variable, moment);
      if (named !== null) {
        for (const [name, value] of named) addAll(byValue.get(keyOf(name, foldText(String(value)))), found);
        continue;
      }
      const text = findKey(variable, moment);
      if (text !== null) addAll(byValue.get(text), found);
    }
    if (engines.size > 0 && moment.visit.source.referrerHost !== null)
      for (const name of enginesOf(moment.visit.source.referrerHost)) addAll(engines.get(name), found);
    for (const { variable, byName } of thresholdLists) {
      const named = listNamedFacts(variable, moment);
      if (named === null) addReached(byName.get(''), findLevel(variable, moment), found);
      else for (const [name, level] of named) addReached(byName.get(name), Number(level), found);
    }
    for (const [variable, byPattern] of pages)
      for (const url of findPagesFact(variable, moment).urls)
        for (const pattern of pool.match(url)) addAll(byPattern.get(pattern), found);
    for (const way of textWays) {
      const read = readTexts(way.source, moment);
      if (read === null) for (const behind of way.rules) addAll(behind, found);
      else
        for (const text of read)
          for (const wildcards of way.index.find({ whole: text, withoutQuery: text }))
            addAll(way.rules[wildcards], found);
    }
    return found;
  };

  return {
    candidates: (moment) => {
      const found = find(moment);
      if (found.length > 1) found.sort((a, b) => a - b);
      const candidates: Rule[] = [];
      let last = -1;
      for (const place of found) {
        const entry = rules[place];
        if (place !== last && entry !== undefined) candidates.push(entry.rule);
        last = place;
      }
      return candidates;
    },
    nextAt: (moment) => {
      let next: number | null = null;
      for (const { variable, byName } of thresholdLists) {
        const leasts = byName.get('')?.leasts;
        if (leasts === undefined || !isOfType(variable, 'number') || !isDurationVariable(variable)) continue;
        const duration = findDurationFact(variable, moment);
        if (duration === null || duration.growsUntil === null) continue;
        const least = firstAbove(leasts, duration.ms);
        if (least === null) continue;
        const at = moment.at + Math.ceil(least - duration.ms);
        if (at <= duration.growsUntil && (next === null || at < next)) next = at;
      }
      return next;
    },
  };
}

function findKey(variable: VariableName, moment: Moment): string | null {
  if (isOfType(variable, 'yesNo')) {
    const fact = findYesNoFact(variable, undefined, moment);
    return fact === null ? null : fact ? 'yes' : 'no';
  }
  if (!isOfType(variable, 'text') || isPageVariable(variable)) return null;
  const text = findTextFact(variable, undefined, moment);
  return text === null ? null : foldText(text);
}

function findLevel(variable: VariableName, moment: Moment): number | null {
  if (!isOfType(variable, 'number') || variable === 'time.hour') return null;
  if (isDurationVariable(variable)) return findDurationFact(variable, moment)?.ms ?? null;
  return findNumberFact(variable, undefined, moment);
}

function sortThresholds(entries: { least: number; rule: number }[]): Thresholds {
  entries.sort((a, b) => a.least - b.least);
  return { leasts: entries.map(({ least }) => least), rules: entries.map(({ rule }) => rule) };
}

function addReached(thresholds: Thresholds | undefined, level: number | null, found: number[]): void {
  if (thresholds === undefined || level === null) return;
  const { leasts, rules } = thresholds;
  for (let i = 0; i < leasts.length && Number(leasts[i]) <= level; i++) found.push(rules[i] ?? 0);
}

function addAll(rules: readonly number[] | undefined, found: number[]): void {
  if (rules !== undefined) for (const rule of rules) found.push(rule);
}

function firstAbove(ascending: readonly number[], level: number): number | null {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(ascending[middle]) > level) high = middle;
    else low = middle + 1;
  }
  return ascending[low] ?? null;
}

/** Two that come out the same would only bring rules that need not be looked at. */
function keyOf(name: string | undefined, value: string): string {
  return name === undefined ? value : `${name}\n${value}`;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
