import type { BackTestGroup, BackTestResult, BackTestSample } from '@foyer/protocol/back-test';
import { addDays } from '@foyer/rules/site-time';
import type { VisitOutcome } from './read-visits.ts';

/** Visits of each outcome that are kept to be looked at. */
const samplesKept = 20;
/** Other rules that are told of. */
const othersTold = 50;
const noCounts: Readonly<DayCounts> = { visits: 0, changed: 0, inForce: 0, gained: 0, lost: 0 };

type SetName = 'changed' | 'inForce';

/** What one visit came to under both sets of rules. */
export interface CountedVisit {
  readonly day: string;
  readonly visitorId: string;
  readonly isApproximate: boolean;
  readonly outcome: VisitOutcome;
  readonly pageCount: number;
  readonly acted: Readonly<Record<SetName, VisitUnderRules>>;
}

/** What one visit came to under one set. */
export interface VisitUnderRules {
  /** How often the rule acted. */
  readonly decisions: number;
  readonly others: ReadonlyMap<string, { kind: 'alert' | 'prospectRule' | 'invite'; id: string; name: string }>;
  readonly isNewProspect: boolean;
  readonly isNewCustomer: boolean;
  readonly suppressed: ReadonlySet<string>;
  readonly pagesExcluded: number;
}

type Pair = Record<SetName, number>;
type DayCounts = Pair & { visits: number; gained: number; lost: number };
type Samples = Record<'changed' | 'gained' | 'lost', BackTestSample[]>;

/** Counts of one share of the visitors; plain, so that threads can send it. */
export interface Tally {
  visits: number;
  visitors: number;
  approximate: number;
  groups: Record<SetName | 'gained' | 'lost', BackTestGroup>;
  decisions: Pair;
  days: Map<string, DayCounts>;
  samples: Samples;
  others: Map<string, Pair & { kind: 'alert' | 'prospectRule' | 'invite'; id: string; name: string }>;
  newProspects: Pair;
  newCustomers: Pair;
  suppressed: Map<string, Pair>;
  pageViews: Pair & { all: number };
}

/** Counts visits as they come. */
export class TallyKeeper {
  readonly tally: Tally = emptyTally();
  readonly #seen = new Set<string>();
  readonly #visitors: Record<keyof Tally['groups'], Set<string>> = {
    changed: new Set(),
    inForce: new Set(),
    gained: new Set(),
    lost: new Set(),
  };

  /** `sample`: the visit as it is shown, made only when it is kept. */
  add(visit: CountedVisit, sample: (outcome: keyof Samples) => BackTestSample): void {
    const { tally } = this;
    const { changed, inForce } = visit.acted;
    tally.visits += 1;
    if (visit.isApproximate) tally.approximate += 1;
    this.#seen.add(visit.visitorId);
    tally.visitors = this.#seen.size;
    const day = tally.days.get(visit.day) ?? { ...noCounts };
    tally.days.set(visit.day, day);
    day.visits += 1;
    const isNow = changed.decisions > 0;
    const wasBefore = inForce.decisions > 0;
    for (const [name, holds] of [
      ['changed', isNow],
      ['inForce', wasBefore],
      ['gained', isNow && !wasBefore],
      ['lost', wasBefore && !isNow],
    ] as const) {
      if (!holds) continue;
      day[name] += 1;
      this.#addToGroup(name, visit);
      if (name === 'inForce') continue;
      const kept = tally.samples[name];
      kept.push(sample(name));
      if (kept.length > samplesKept) kept.shift();
    }
    tally.pageViews.all += visit.pageCount;
    for (const set of ['changed', 'inForce'] as const) {
      const under = visit.acted[set];
      tally.decisions[set] += under.decisions;
      tally.pageViews[set] += under.pagesExcluded;
      if (under.isNewProspect) tally.newProspects[set] += 1;
      if (under.isNewCustomer) tally.newCustomers[set] += 1;
      for (const [key, rule] of under.others) countIn(tally.others, key, set, rule);
      for (const reason of under.suppressed) countIn(tally.suppressed, reason, set, {});
    }
  }

  #addToGroup(name: keyof Tally['groups'], { visitorId, outcome }: CountedVisit): void {
    const group = this.tally.groups[name];
    this.#visitors[name].add(visitorId);
    group.visitors = this.#visitors[name].size;
    group.visits += 1;
    if (outcome.chatted) group.chatted += 1;
    if (outcome.revenue > 0) group.bought += 1;
    if (outcome.becameCustomer) group.becameCustomer += 1;
    if (outcome.declined) group.declined += 1;
    group.revenue += outcome.revenue;
  }
}

function countIn<T extends object>(counts: Map<string, Pair & T>, key: string, set: SetName, rest: T): void {
  const pair = counts.get(key) ?? { changed: 0, inForce: 0, ...rest };
  counts.set(key, pair);
  pair[set] += 1;
}

function emptyTally(): Tally {
  const pair = (): Pair => ({ changed: 0, inForce: 0 });
  const group = (): BackTestGroup => ({
    visits: 0,
    visitors: 0,
    chatted: 0,
    bought: 0,
    becameCustomer: 0,
    declined: 0,
    revenue: 0,
  });
  return {
    visits: 0,
    visitors: 0,
    approximate: 0,
    groups: { changed: group(), inForce: group(), gained: group(), lost: group() },
    decisions: pair(),
    days: new Map(),
    samples: { changed: [], gained: [], lost: [] },
    others: new Map(),
    newProspects: pair(),
    newCustomers: pair(),
    suppressed: new Map(),
    pageViews: { all: 0, ...pair() },
  };
}

/** What the shares come to together: no visitor is in two of them. */
export function resultOf(tallies: readonly Tally[]): BackTestResult {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  const pair = (pick: (tally: Tally) => Pair) => ({
    changed: sum((tally) => pick(tally).changed),
    inForce: sum((tally) => pick(tally).inForce),
  });
  const group = (name: keyof Tally['groups']) =>
    Object.fromEntries(
      Object.keys(emptyTally().groups[name]).map((field) => [
        field,
        sum((tally) => tally.groups[name][field as keyof BackTestGroup]),
      ]),
    ) as BackTestGroup;
  const newest = (name: keyof Samples) =>
    tallies
      .flatMap((tally) => tally.samples[name])
      .sort((one, other) => other.startedAt - one.startedAt)
      .slice(0, samplesKept);
  const others = addUp(tallies.map((tally) => tally.others))
    .filter(([, { changed, inForce }]) => changed !== inForce)
    .map(([, other]) => other)
    .sort((one, other) => distance(other) - distance(one))
    .slice(0, othersTold);
  return {
    visits: sum((tally) => tally.visits),
    visitors: sum((tally) => tally.visitors),
    approximate: sum((tally) => tally.approximate),
    changed: group('changed'),
    inForce: group('inForce'),
    gained: group('gained'),
    lost: group('lost'),
    decisions: pair((tally) => tally.decisions),
    days: withoutGaps(addUp(tallies.map((tally) => tally.days))),
    samples: { changed: newest('changed'), gained: newest('gained'), lost: newest('lost') },
    others,
    newProspects: pair((tally) => tally.newProspects),
    newCustomers: pair((tally) => tally.newCustomers),
    suppressed: addUp(tallies.map((tally) => tally.suppressed))
      .map(([reason, counts]) => ({ reason, ...counts }))
      .sort((one, other) => other.changed - one.changed),
    pageViews: { all: sum((tally) => tally.pageViews.all), ...pair((tally) => tally.pageViews) },
  };
}

/** Days in order, those between that had no visits too. */
function withoutGaps(counted: readonly [string, DayCounts][]): BackTestResult['days'] {
  const counts = new Map(counted);
  const sorted = [...counts.keys()].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const days: BackTestResult['days'] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push({ day, ...(counts.get(day) ?? noCounts) });
  return days;
}

function distance({ changed, inForce }: Pair): number {
  return Math.abs(changed - inForce);
}

/** Maps of counts as one: numbers are added, the rest is the same in all. */
function addUp<T extends object>(maps: readonly ReadonlyMap<string, T>[]): [string, T][] {
  const all = new Map<string, T>();
  for (const map of maps)
    for (const [key, counts] of map) {
      const known = all.get(key);
      const added = Object.entries(counts).map(([name, value]) => [
        name,
        typeof value === 'number' ? value + Number(known?.[name as keyof T] ?? 0) : value,
      ]);
      all.set(key, Object.fromEntries(added) as T);
    }
  return [...all];
}
