import { GrowthBookClient } from '@growthbook/growthbook';
import { Engine } from 'json-rules-engine';
import type { SimpleCondition, SimpleFacts, SimpleRule } from './simple-rules.ts';

/** Names of the rules that are true of these facts. */
export type Evaluate = (facts: SimpleFacts) => string[] | Promise<string[]>;

/** A text with `*` as a regular expression, for engines that know no wildcards. */
function expressionOf(wildcards: string): string {
  const literals = wildcards.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return `^${literals.join('.*')}$`;
}

/**
 * json-rules-engine as its documentation recommends: one engine for all runs, facts known beforehand, a custom operator
 * with its expressions compiled once, and priorities, so that only rules whose first condition holds go on to the next.
 */
export function startJsonRulesEngine(rules: readonly SimpleRule[]): Evaluate {
  const expressions = new Map<string, RegExp>();
  const conditionOf = ({ fact, is, value }: SimpleCondition, place: number) => {
    const priority = 100 - place;
    if (is === 'equal to') return { fact, operator: 'equal', value, priority };
    if (is === 'one of') return { fact, operator: 'in', value, priority };
    if (is === 'at least') return { fact, operator: 'greaterThanInclusive', value, priority };
    expressions.set(value, new RegExp(expressionOf(value)));
    return { fact, operator: 'matchesWildcards', value, priority };
  };
  const engine = new Engine();
  engine.addOperator(
    'matchesWildcards',
    (text: string, wildcards: string) => expressions.get(wildcards)?.test(text) ?? false,
  );
  for (const { name, all } of rules)
    engine.addRule({ name, conditions: { all: all.map(conditionOf) }, event: { type: name } });
  return async (facts) => (await engine.run({ ...facts })).events.map(({ type }) => type);
}

/**
 * GrowthBook's SDK as its documentation recommends for servers: one client for all visitors, a feature per rule that is
 * on when its condition holds, no callbacks. Wants `NODE_ENV=production`, else it spends most of its time on logging.
 */
export function startGrowthBook(rules: readonly SimpleRule[]): Evaluate {
  const conditionOf = ({ is, value }: SimpleCondition) => {
    if (is === 'equal to') return value;
    if (is === 'one of') return { $in: [...value] };
    return is === 'at least' ? { $gte: value } : { $regex: expressionOf(value) };
  };
  const features = Object.fromEntries(
    rules.map(({ name, all }) => {
      const condition = Object.fromEntries(all.map((one) => [one.fact, conditionOf(one)]));
      return [name, { defaultValue: false, rules: [{ condition, force: true }] }];
    }),
  );
  const client = new GrowthBookClient().initSync({ payload: { features } });
  const names = Object.keys(features);
  return (facts) => {
    const visitor = { attributes: { ...facts } };
    return names.filter((name) => client.isOn(name, visitor));
  };
}
