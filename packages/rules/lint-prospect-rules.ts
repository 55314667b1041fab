import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { foldText } from './fold-text.ts';
import { finding } from './lint-finding.ts';
import { readPageLines } from './specific-pages.ts';

/** Enabled rules that ask for the same as an earlier one: they always fire together. One in shadow is a candidate, no copy. */
export function findDuplicateRules(rules: readonly ProspectRule[]): RuleFinding[] {
  const earlier = new Map<string, ProspectRule>();
  return rules.flatMap((rule) => {
    if (!rule.enabled || rule.shadow) return [];
    const criteria = criteriaOf(rule);
    const first = earlier.get(criteria);
    if (first === undefined) {
      earlier.set(criteria, rule);
      return [];
    }
    const related = { kind: 'prospectRule' as const, id: first.id, name: first.name };
    return [
      finding({ kind: 'prospectRule', id: rule.id, name: rule.name }, 'sameCriteria', '', {
        facts: [first.name],
        related,
      }),
    ];
  });
}

function criteriaOf({
  startAfterVisits,
  minPages,
  minMinutes,
  specificPages,
  conditions,
  activation,
}: ProspectRule): string {
  const lines = [...new Set(readPageLines(specificPages).map(foldText))].sort();
  return JSON.stringify([startAfterVisits, minPages, minMinutes, lines, conditions, activation]);
}
