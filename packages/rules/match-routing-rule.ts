import type { Routing, RoutingRule } from '@foyer/protocol/routing';
import type { RuleSet } from './compile-rules.ts';
import { compileExpression } from './conditions.ts';
import { type Circumstances, momentOf } from './explain-rule.ts';

/** The first enabled routing rule that holds of the visit that asks for a chat; null: none. Unknown does not hold. */
export function matchRoutingRule(rules: RuleSet, routing: Routing, seen: Circumstances): RoutingRule | null {
  const moment = momentOf(rules, seen);
  return (
    routing.rules.find(
      ({ enabled, conditions }) => enabled && compileExpression(conditions, rules.source).judge(moment) === true,
    ) ?? null
  );
}
