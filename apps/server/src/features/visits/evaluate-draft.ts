import type { Evaluation, EvaluationInput } from '@foyer/protocol/explanation';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { explainDraftProspectRule, explainExpression, listExplained } from '@foyer/rules/explain-draft';
import { checkPageLine } from '@foyer/rules/specific-pages';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { cutFact, cutFacts } from './cut-facts.ts';
import { type ExplainParts, findCircumstances } from './explain-visit.ts';

/** Facts can be long, such as all pages of a visitor: so many characters are told. */
const factShown = 300;

/**
 * What conditions or a whole prospect rule, saved or not, say of a visit; nothing is fired or stored. Throws
 * `invalid_request`, as saving would. Null: no such visit on this site.
 */
export async function evaluateDraft(
  parts: ExplainParts,
  siteId: string,
  visitId: string,
  input: EvaluationInput,
): Promise<Evaluation | null> {
  const fields = faultsOf(input);
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
  const found = await findCircumstances(parts, siteId, visitId);
  if (found === null) return null;
  const { rules, seen } = found;
  const expression = 'expression' in input ? input.expression : input.prospectRule.conditions;
  const ofExpression = expression && explainExpression(rules, expression, seen);
  const explanation =
    'prospectRule' in input
      ? explainDraftProspectRule(rules, { ...input.prospectRule, id: newId(), version: 1 }, seen)
      : explainExpression(rules, input.expression, seen);
  return {
    visitId,
    at: seen.at,
    live: seen.staff !== null,
    verdict: explanation.verdict,
    explanation: cutFacts(explanation, factShown),
    conditions:
      expression && ofExpression
        ? listExplained(expression, ofExpression).map(({ path, explanation: { label, verdict, fact, flipsAt } }) => ({
            path,
            label,
            verdict,
            fact: fact === null ? null : cutFact(fact, factShown),
            flipsAt,
          }))
        : [],
  };
}

/** What saving would refuse, but for references to other documents, which no verdict depends on. */
function faultsOf(input: EvaluationInput) {
  if ('expression' in input) return checkExpression(input.expression, 'expression');
  const { specificPages, conditions } = input.prospectRule;
  return [
    ...checkEntries(specificPages, 'prospectRule.specificPages', checkPageLine),
    ...(conditions === null ? [] : checkExpression(conditions, 'prospectRule.conditions')),
  ];
}
