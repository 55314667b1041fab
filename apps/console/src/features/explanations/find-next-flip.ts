import type { ExplainedRule } from '@foyer/protocol/explanation';

/** The first instant at which time alone changes what is told of some rules, epoch ms; null: none is known. */
export function findNextFlip(rules: readonly Pick<ExplainedRule, 'flipsAt' | 'blocked'>[]): number | null {
  const instants = rules
    .flatMap(({ flipsAt, blocked }) => [flipsAt, ...(blocked ?? []).map((one) => one.flipsAt)])
    .filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}
