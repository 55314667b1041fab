import type { Expression } from '@foyer/protocol/condition';
import type { FindingCode, LintedKind, RuleFinding } from '@foyer/protocol/rule-finding';
import { type ExpressionScope, lintExpression } from './lint-expression.ts';

/** The document that findings are of. */
export interface LintedRule {
  readonly kind: LintedKind;
  readonly id: string;
  readonly name: string;
}

const warnings: ReadonlySet<FindingCode> = new Set([
  'alwaysHolds',
  'repeats',
  'noVisitorMail',
  'everybody',
  'sameCriteria',
  'inviteDisabled',
  'inviteInShadow',
  'noRecipients',
  'noPhones',
  'noWebhook',
  'goneBeforeThere',
  'covered',
]);

/** Makes a finding of a rule. */
export function finding(
  rule: LintedRule,
  code: FindingCode,
  path: string,
  {
    facts = [],
    related = null,
    relatedPath = null,
  }: Partial<Pick<RuleFinding, 'facts' | 'related' | 'relatedPath'>> = {},
): RuleFinding {
  return {
    key: [rule.kind, rule.id, code, path, ...facts, related?.id ?? ''].join(' '),
    kind: rule.kind,
    ruleId: rule.id,
    ruleName: rule.name,
    code,
    path,
    severity: warnings.has(code) ? 'warning' : 'error',
    facts,
    related,
    relatedPath,
  };
}

/** Findings of a rule's conditions, which stand at `path` of its document. */
export function lintConditions(
  rule: LintedRule,
  path: string,
  conditions: Expression | null,
  scope: ExpressionScope,
): RuleFinding[] {
  if (conditions === null) return [];
  const at = (below: string) => (below === '' ? path : `${path}.${below}`);
  return lintExpression(conditions, scope).map(({ code, path: below, related }) =>
    finding(rule, code, at(below), { relatedPath: related === null ? null : at(related) }),
  );
}
