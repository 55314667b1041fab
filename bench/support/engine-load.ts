import { deepStrictEqual } from 'node:assert';
import type { RuleSet } from '@foyer/rules/compile-rules';
import { decide } from '@foyer/rules/decide';
import type { Moment } from '@foyer/rules/moment';
import { judgeProspectRule } from '@foyer/rules/prospects';
import { compileSite } from './decision-load.ts';
import { measureLongCpuUs } from './measure-cpu.ts';
import { median, rounded } from './numbers.ts';
import { type Evaluate, startGrowthBook, startJsonRulesEngine } from './peer-engines.ts';
import { makeVisitors, type PageViews } from './shop-visitors.ts';
import { asProspectRules, listSimpleRules, readSimpleFacts } from './simple-rules.ts';

/** Visitors for whom all engines have to name the same rules; the slow ones are timed with them, too. */
const checkedVisitors = 200;
/** Foyer would be through with 200 before the clock has moved: it gets so many, each on a page of their own. */
const ownVisitors = 5000;
/** As in `decision-load.ts`; the others have compared 200,000 rules with visitors after one round. */
const warmUpRounds = 10;

/**
 * The same rules in Foyer, json-rules-engine and GrowthBook's SDK, on the first page view of the same visitors. Throws unless
 * all name the same matching rules. Foyer is timed twice: only finding and judging the rules, as the others do, and the
 * whole of `decide`, which opens a visit and explains what fires.
 */
export async function compareEngines(ruleCount: number, rounds: number) {
  const simple = listSimpleRules(ruleCount);
  const rules = compileSite({ alerts: [], prospectRules: asProspectRules(simple) });
  const visitOnly = compileSite({ alerts: [], prospectRules: [] });
  const peers = { jsonRulesEngine: startJsonRulesEngine(simple), growthBook: startGrowthBook(simple) };
  const checked = makeVisitors(checkedVisitors, 'all different', 1);
  const matches = await checkSameMatches(rules, visitOnly, peers, checked);

  const facts = checked.map(readSimpleFacts);
  const timePeer = async (evaluate: Evaluate) => {
    const cpuUs = await measureLongCpuUs(async () => {
      for (const one of facts) await evaluate(one);
    });
    return cpuUs / facts.length;
  };
  const decideAll = (visitors: readonly PageViews[]) => {
    for (const [first] of visitors) if (first !== undefined) decide(null, first, rules);
  };
  const judgeAll = (moments: readonly Moment[]) => {
    for (const moment of moments) judge(moment, rules);
  };
  const measureOwn = async (round: number) => {
    const [judged, decided] = [round * 2, round * 2 + 1].map((seed) =>
      makeVisitors(ownVisitors, 'all different', seed),
    );
    if (judged === undefined || decided === undefined) throw new Error('There are no visitors');
    const moments = judged.map((views) => openVisit(views, visitOnly));
    return {
      judgeUs: (await measureLongCpuUs(() => judgeAll(moments))) / ownVisitors,
      decideUs: (await measureLongCpuUs(() => decideAll(decided))) / ownVisitors,
    };
  };
  for (let round = 1; round <= warmUpRounds; round += 1) await measureOwn(round);
  for (const evaluate of Object.values(peers)) await timePeer(evaluate);
  const measured: Record<'judgeUs' | 'decideUs' | keyof typeof peers, number>[] = [];
  for (let round = 1; round <= rounds; round += 1)
    measured.push({
      ...(await measureOwn(warmUpRounds + round)),
      jsonRulesEngine: await timePeer(peers.jsonRulesEngine),
      growthBook: await timePeer(peers.growthBook),
    });
  const middle = (kind: keyof (typeof measured)[number]) => rounded(median(measured.map((one) => one[kind])));
  const faster = (peer: keyof typeof peers, own: 'judgeUs' | 'decideUs') =>
    rounded(median(measured.map((one) => one[peer] / one[own])));
  const against = (peer: keyof typeof peers, goal: number) => ({
    us: middle(peer),
    timesFaster: faster(peer, 'judgeUs'),
    timesFasterWholeDecide: faster(peer, 'decideUs'),
    goal,
  });
  return {
    rules: ruleCount,
    matches,
    judgeUs: middle('judgeUs'),
    decideUs: middle('decideUs'),
    jsonRulesEngine: against('jsonRulesEngine', 1000),
    growthBook: against('growthBook', 100),
  };
}

/** How many matches there were in all. */
async function checkSameMatches(
  rules: RuleSet,
  visitOnly: RuleSet,
  peers: Readonly<Record<string, Evaluate>>,
  visitors: readonly PageViews[],
): Promise<number> {
  let matches = 0;
  for (const views of visitors) {
    const judged = judge(openVisit(views, visitOnly), rules);
    const fired = views.slice(0, 1).flatMap((view) => decide(null, view, rules).effects);
    deepStrictEqual(
      fired.flatMap((effect) => (effect.type === 'prospect.fired' ? [effect.ruleName] : [])),
      judged,
    );
    // They name them in an order of their own.
    for (const evaluate of Object.values(peers))
      deepStrictEqual((await evaluate(readSimpleFacts(views))).toSorted(), judged.toSorted());
    matches += judged.length;
  }
  if (matches < visitors.length / 2) throw new Error(`Only ${matches} matches: the load says nothing`);
  return matches;
}

/** The instant at which the rules are judged: the visit has opened. */
function openVisit([first]: PageViews, visitOnly: RuleSet): Moment {
  const visit = first === undefined ? null : decide(null, first, visitOnly).visit;
  if (first === undefined || visit === null) throw new Error('No visit has opened');
  return { visit, at: first.at, staff: first.staff, site: visitOnly.source };
}

function judge(moment: Moment, { prospects }: RuleSet): string[] {
  const names: string[] = [];
  for (const compiled of prospects.candidates(moment))
    if (judgeProspectRule(compiled, moment) === true) names.push(compiled.rule.name);
  return names;
}
