import { assertNever } from '@foyer/protocol/assert-never';
import type { Access, Ways } from './access.ts';

/** What an index keeps a rule under; null: it must always be looked at. */
type Chosen = readonly Access[] | null;

/**
 * Chooses, for each of a site's rules, the ways that are likely to spare most looks at it. What many rules ask for is
 * likely to be true of many visits, and would bring all those rules along.
 */
export function chooseWays(rules: readonly Ways[]): Chosen[] {
  const sharedBy = new Map<string, number>();
  for (const ways of rules) forEachKey(ways, (key) => void sharedBy.set(key, (sharedBy.get(key) ?? 0) + 1));
  return rules.map((ways) => choose(ways, sharedBy).chosen);
}

/** A number is passed by whatever is above it, one of two answers is given by half of all visits, a few sites bring most. */
const weight = { value: 1, page: 1, text: 2, engine: 4, yesOrNo: 1000, atLeast: 1_000_000 };
const noWay = { chosen: null, cost: Number.POSITIVE_INFINITY };

function choose(ways: Ways, sharedBy: ReadonlyMap<string, number>): { readonly chosen: Chosen; readonly cost: number } {
  if (ways === null) return noWay;
  if ('by' in ways) {
    const kind = ways.by === 'value' && isYesOrNo(ways.values) ? 'yesOrNo' : ways.by;
    let shared = 0;
    forEachKey(ways, (key) => {
      shared += sharedBy.get(key) ?? 0;
    });
    return { chosen: [ways], cost: weight[kind] * shared };
  }
  if ('eachOf' in ways)
    return ways.eachOf
      .map((one) => choose(one, sharedBy))
      .reduce((best, one) => (one.cost < best.cost ? one : best), noWay);
  const each = ways.someOf.map((one) => choose(one, sharedBy));
  if (each.some(({ chosen }) => chosen === null)) return noWay;
  return { chosen: each.flatMap(({ chosen }) => chosen ?? []), cost: each.reduce((sum, { cost }) => sum + cost, 0) };
}

function isYesOrNo(values: readonly string[]): boolean {
  return values.length === 1 && (values[0] === 'yes' || values[0] === 'no');
}

/** Tells each thing that a rule could be kept under. */
function forEachKey(ways: Ways, tell: (key: string) => void): void {
  if (ways === null) return;
  if ('eachOf' in ways) for (const one of ways.eachOf) forEachKey(one, tell);
  else if ('someOf' in ways) for (const one of ways.someOf) forEachKey(one, tell);
  else
    switch (ways.by) {
      case 'value':
        for (const value of ways.values) tell(`${ways.fact.variable} ${ways.fact.name ?? ''} ${value}`);
        break;
      case 'page':
        for (const pattern of ways.patterns) tell(`${ways.pages} ${pattern}`);
        break;
      case 'text':
        for (const wildcards of ways.wildcards) tell(`${ways.texts} ~ ${wildcards}`);
        break;
      case 'engine':
        for (const name of ways.names) tell(`engine ${name}`);
        break;
      case 'atLeast':
        tell(`${ways.fact.variable} ${ways.fact.name ?? ''} >= ${ways.least}`);
        break;
      default:
        assertNever(ways);
    }
}
