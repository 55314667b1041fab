import type { Access, KeyFact, Ways } from './access.ts';
import { findNumberFact } from './find-number-fact.ts';
import { findTextFact } from './find-text-fact.ts';
import { findYesNoFact } from './find-yes-no-fact.ts';
import { foldText } from './fold-text.ts';
import { findDurationFact } from './judge-duration.ts';
import { findPagesFact } from './judge-page.ts';
import type { Moment } from './moment.ts';
import { indexPages, type PageIndex } from './page-index.ts';
import { readPageAddress } from './page-pattern.ts';
import { isDurationVariable, isOfType, isPageVariable, type PageVariable } from './variable-kind.ts';

/** Finds the rules that can match a visit without looking at the others, however many there are. */
export interface RuleIndex<Rule> {
  /** In list order. A rule that is not among them can't match. */
  candidates(moment: Moment): Rule[];
  /** The next instant at which time alone makes another rule a candidate; null: none. */
  nextAt(moment: Moment): number | null;
}

interface Thresholds {
  readonly fact: KeyFact;
  /** Ascending, with the rule behind each. */
  readonly leasts: number[];
  readonly rules: number[];
}

interface PageWay {
  readonly pages: PageVariable;
  readonly index: PageIndex;
  /** Rules behind each pattern of the index. */
  readonly rules: readonly (readonly number[])[];
  readonly known: Map<string, readonly number[]>;
}

/** Addresses whose patterns are remembered: visitors of a site look at the same pages. */
const pagesRemembered = 2000;

/** Indexes rules by the ways to them. `enginesOf` names the referring sites, folded, that a referrer's host belongs to. */
export function indexRules<Rule>(
  rules: readonly { readonly rule: Rule; readonly ways: Ways }[],
  enginesOf: (referrerHost: string) => readonly string[],
  keepsFragments: boolean,
): RuleIndex<Rule> {
  const always: number[] = [];
  const values = new Map<string, { readonly fact: KeyFact; readonly rules: Map<string, number[]> }>();
  const engines = new Map<string, number[]>();
  const thresholds = new Map<string, { readonly fact: KeyFact; readonly entries: { least: number; rule: number }[] }>();
  const pages = new Map<PageVariable, Map<string, number[]>>();

  const add = (access: Access, rule: number) => {
    switch (access.by) {
      case 'value': {
        const byValue = getOrMake(values, keyOf(access.fact), () => ({ fact: access.fact, rules: new Map() })).rules;
        for (const value of access.values) getOrMake(byValue, value, () => []).push(rule);
        break;
      }
      case 'engine':
        for (const name of access.names) getOrMake(engines, name, () => []).push(rule);
        break;
      case 'atLeast':
        getOrMake(thresholds, keyOf(access.fact), () => ({ fact: access.fact, entries: [] })).entries.push({
          least: access.least,
          rule,
        });
        break;
      case 'page': {
        const byPattern = getOrMake(pages, access.pages, () => new Map<string, number[]>());
        for (const pattern of access.patterns) getOrMake(byPattern, pattern, () => []).push(rule);
      }
    }
  };
  rules.forEach(({ ways }, rule) => {
    if (ways === null) always.push(rule);
    else for (const access of ways) add(access, rule);
  });

  const pageWays = [...pages].map(
    ([variable, byPattern]): PageWay => ({
      pages: variable,
      index: indexPages([...byPattern.keys()], { cachedPages: 0, keepsFragments }),
      rules: [...byPattern.values()],
      known: new Map(),
    }),
  );
  const thresholdLists = [...thresholds.values()].map(({ fact, entries }): Thresholds => {
    entries.sort((a, b) => a.least - b.least);
    return { fact, leasts: entries.map(({ least }) => least), rules: entries.map(({ rule }) => rule) };
  });

  const find = (moment: Moment): number[] => {
    const found = [...always];
    for (const { fact, rules: byValue } of values.values()) {
      const text = findKey(fact, moment);
      if (text !== null) found.push(...(byValue.get(text) ?? []));
    }
    if (engines.size > 0 && moment.visit.source.referrerHost !== null)
      for (const name of enginesOf(moment.visit.source.referrerHost)) found.push(...(engines.get(name) ?? []));
    for (const { fact, leasts, rules: behind } of thresholdLists) {
      const reached = findLevel(fact, moment);
      if (reached !== null)
        for (let i = 0; i < leasts.length && Number(leasts[i]) <= reached; i++) found.push(behind[i] ?? 0);
    }
    for (const way of pageWays)
      for (const url of findPagesFact(way.pages, moment).urls)
        for (const rule of rulesOnPage(way, url)) found.push(rule);
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
      for (const { fact, leasts } of thresholdLists) {
        const { variable } = fact;
        if (!isOfType(variable, 'number') || !isDurationVariable(variable)) continue;
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

function rulesOnPage(way: PageWay, url: string): readonly number[] {
  const known = way.known.get(url);
  if (known !== undefined) return known;
  const found = way.index.match(readPageAddress(url)).flatMap((pattern) => way.rules[pattern] ?? []);
  if (way.known.size >= pagesRemembered) way.known.clear();
  way.known.set(url, found);
  return found;
}

function findKey({ variable, name }: KeyFact, moment: Moment): string | null {
  if (isOfType(variable, 'yesNo')) {
    const fact = findYesNoFact(variable, name, moment);
    return fact === null ? null : fact ? 'yes' : 'no';
  }
  if (!isOfType(variable, 'text') || isPageVariable(variable)) return null;
  const text = findTextFact(variable, name, moment);
  return text === null ? null : foldText(text);
}

function findLevel({ variable, name }: KeyFact, moment: Moment): number | null {
  if (!isOfType(variable, 'number') || variable === 'time.hour') return null;
  if (isDurationVariable(variable)) return findDurationFact(variable, moment)?.ms ?? null;
  return findNumberFact(variable, name, moment);
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

function keyOf({ variable, name }: KeyFact): string {
  return name === undefined ? variable : `${variable} ${name}`;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
