import { type Expression, termsOf } from '@foyer/protocol/condition';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { RuleSet } from './compile-rules.ts';
import { compileExpression } from './conditions.ts';
import { type Circumstances, explainSeen, momentOf } from './explain-rule.ts';
import type { Explanation } from './explanation.ts';
import { compileProspectRule, explainProspectRule } from './prospects.ts';

/** A condition of an expression by the path that leads to it: `all.0.any.1`. */
export interface ExplainedCondition {
  readonly path: string;
  readonly explanation: Explanation;
}

/** What an expression that is in no rule yet says of a visit, by the functions that judge live visits. */
export function explainExpression(rules: RuleSet, expression: Expression, seen: Circumstances): Explanation {
  return explainSeen(compileExpression(expression, rules.source).explain, momentOf(rules, seen), seen);
}

/** What a prospect rule that need not be in the configuration says of a visit, switched on or not. */
export function explainDraftProspectRule(rules: RuleSet, rule: ProspectRule, seen: Circumstances): Explanation {
  const compiled = compileProspectRule(rule, rules.source);
  return explainSeen((moment) => explainProspectRule(compiled, moment), momentOf(rules, seen), seen);
}

/** The terms of an expression, groups too but for the outermost, each with its part of the expression's explanation. */
export function listExplained(expression: Expression, { parts }: Explanation, path = ''): ExplainedCondition[] {
  const kind = 'all' in expression ? 'all' : 'any' in expression ? 'any' : 'none';
  return termsOf(expression).flatMap((term, index) => {
    const explanation = parts[index];
    if (explanation === undefined) return [];
    const at = `${path === '' ? '' : `${path}.`}${kind}.${index}`;
    const own = { path: at, explanation };
    return 'variable' in term ? [own] : [own, ...listExplained(term, explanation, at)];
  });
}
