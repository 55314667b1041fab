import { deepStrictEqual } from 'node:assert';
import { alertSchema } from '@foyer/protocol/alert';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';
import { decide } from '@foyer/rules/decide';
import type { Visit } from '@foyer/rules/visit';
import type { RuleDocuments } from '../rule-documents.ts';
import { measureLongCpuUs } from './measure-cpu.ts';
import { median, rounded } from './numbers.ts';
import { type Addresses, makeVisitors, type PageViews, viewsEach } from './shop-visitors.ts';

/** CPU for a hit, in microseconds. */
interface HitCost {
  /** The first of a visit, which goes through the alerts, too. */
  readonly openingUs: number;
  readonly laterUs: number;
}

/** The compiler of the machine takes about 30,000 hits to be done; until then a hit costs several times as much. */
const warmUpRounds = 10;

/** A site with these rules, as the server keeps it: no exclusions, no invites. */
export function compileSite({ alerts, prospectRules }: RuleDocuments): RuleSet {
  const meta = (kind: number, place: number) => ({
    id: `00000000-0000-4000-800${kind}-${String(place).padStart(12, '0')}`,
    version: 1,
  });
  return compileRules({
    timeZone: 'Europe/London',
    keepsFragments: false,
    currency: 'GBP',
    visitTimeoutMs: 30 * 60_000,
    idleMs: 5 * 60_000,
    alerts: alerts.map((alert, place) => alertSchema.parse({ ...meta(1, place), builtIn: false, ...alert })),
    prospectRules: prospectRules.map((rule, place) => prospectRuleSchema.parse({ ...meta(2, place), ...rule })),
    invites: [],
    exclusions: { pages: [], addresses: [], keywordsAndReferrers: [], countries: [] },
    referringSites: [
      { name: 'Google', hosts: ['*.google.*', 'google.*'], phraseParameter: 'q' },
      { name: 'Bing', hosts: ['*.bing.com', 'bing.com'], phraseParameter: 'q' },
      { name: 'DuckDuckGo', hosts: ['duckduckgo.com', '*.duckduckgo.com'], phraseParameter: 'q' },
      { name: 'Yahoo', hosts: ['search.yahoo.*', '*.search.yahoo.*'], phraseParameter: 'p' },
      { name: 'Ecosia', hosts: ['ecosia.org', '*.ecosia.org'], phraseParameter: 'q' },
    ],
    notifications: { emails: [], phones: [], emailVisitors: false, webhookEvents: [] },
  });
}

/**
 * Decides the same hits by few rules and by many, in turn, and says what either took and how many times as much the many
 * took: median of the ratios of the rounds. Throws unless the many rules that are not among the few match nothing.
 */
export async function compareSites(
  few: RuleSet,
  many: RuleSet,
  addresses: Addresses,
  { rounds, visitors }: { readonly rounds: number; readonly visitors: number },
) {
  const measured: { few: HitCost; many: HitCost }[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const load = makeVisitors(visitors, addresses, addresses === 'all different' ? round + warmUpRounds + 1 : 1);
    if (round === -warmUpRounds) checkSameMatches(few, many, load);
    const pair = { few: await measureHits(few, load), many: await measureHits(many, load) };
    if (round >= 0) measured.push(pair);
  }
  const sample = makeVisitors(visitors, addresses, 1);
  const summary = (kind: keyof HitCost, candidates: number) => ({
    fewUs: rounded(median(measured.map((pair) => pair.few[kind]))),
    manyUs: rounded(median(measured.map((pair) => pair.many[kind]))),
    ratio: rounded(median(measured.map((pair) => pair.many[kind] / pair.few[kind]))),
    candidates: rounded(candidates),
  });
  const candidates = countCandidates(many, sample);
  return { opening: summary('openingUs', candidates.opening), later: summary('laterUs', candidates.later) };
}

async function measureHits(rules: RuleSet, load: readonly PageViews[]): Promise<HitCost> {
  // Read from JSON as on a server: each side has texts of its own, of which nothing is known yet.
  const hits = JSON.parse(JSON.stringify(load)) as PageViews[];
  const visits: (Visit | null)[] = hits.map(() => null);
  const decideViews = (view: number) => {
    for (let place = 0; place < hits.length; place += 1) {
      const event = hits[place]?.[view];
      if (event !== undefined) visits[place] = decide(visits[place] ?? null, event, rules).visit;
    }
  };
  const openingUs = await measureLongCpuUs(() => decideViews(0));
  const laterUs = await measureLongCpuUs(() => {
    for (let view = 1; view < viewsEach; view += 1) decideViews(view);
  });
  return { openingUs: openingUs / hits.length, laterUs: laterUs / hits.length / (viewsEach - 1) };
}

function checkSameMatches(few: RuleSet, many: RuleSet, load: readonly PageViews[]): void {
  const matched = listMatches(many, load);
  if (matched.length < load.length) throw new Error(`Only ${matched.length} matches: the load says nothing`);
  deepStrictEqual(matched, listMatches(few, load));
}

/** Names of what matched, hit by hit. */
function listMatches(rules: RuleSet, load: readonly PageViews[]): string[] {
  return load.flatMap((views) => {
    let visit: Visit | null = null;
    return views.flatMap((event) => {
      const decision = decide(visit, event, rules);
      visit = decision.visit;
      return decision.effects.flatMap((effect) => {
        if (effect.type === 'alert.matched') return [effect.alertName];
        return effect.type === 'prospect.fired' ? [effect.ruleName] : [];
      });
    });
  });
}

/** Rules that are looked at for a hit, on average. */
function countCandidates(rules: RuleSet, load: readonly PageViews[]): { opening: number; later: number } {
  let [opening, later] = [0, 0];
  for (const views of load) {
    let visit: Visit | null = null;
    for (const event of views) {
      const isOpening = visit === null;
      visit = decide(visit, event, rules).visit;
      if (visit === null) continue;
      const moment = { visit, at: event.at, staff: event.staff, site: rules.source };
      const prospects = rules.prospects.candidates(moment).length;
      if (isOpening) opening += rules.alerts.candidates(moment).length + prospects;
      else later += prospects;
    }
  }
  return { opening: opening / load.length, later: later / load.length / (viewsEach - 1) };
}
