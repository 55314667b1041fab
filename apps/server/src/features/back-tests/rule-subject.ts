import type { BackTestKind } from '@foyer/protocol/back-test';
import type { RuleSet } from '@foyer/rules/compile-rules';
import type { Effect } from '@foyer/rules/effect';
import { explainRule, type RuleExplanation } from '@foyer/rules/explain-rule';
import type { Explanation } from '@foyer/rules/explanation';
import type { StaffFacts, Visit } from '@foyer/rules/visit';

/** What is tried: one rule by its id, or the lists of exclusions. */
export interface RuleSubject {
  readonly kind: BackTestKind;
  /** Empty for exclusions. */
  readonly id: string;
}

/** The rule whose acting an effect tells of; null: it tells of none. */
export function actorOf(
  effect: Effect,
): { kind: 'alert' | 'prospectRule' | 'invite'; id: string; name: string } | null {
  switch (effect.type) {
    case 'alert.matched':
      return { kind: 'alert', id: effect.alertId, name: effect.alertName };
    case 'prospect.fired':
      return { kind: 'prospectRule', id: effect.ruleId, name: effect.ruleName };
    case 'invite.sent':
      return { kind: 'invite', id: effect.inviteId, name: effect.inviteName };
    case 'shadow.matched':
      return { kind: effect.rule, id: effect.id, name: effect.name };
    case 'invite.suppressed':
      // An invite on trial that some rule has asked for.
      return effect.reason === 'shadow' ? { kind: 'invite', id: effect.inviteId, name: effect.inviteName } : null;
    default:
      return null;
  }
}

/** Why the rule acted, as far as its effect tells. */
export function explanationIn(effect: Effect): Explanation | null {
  switch (effect.type) {
    case 'alert.matched':
    case 'prospect.fired':
    case 'shadow.matched':
      return effect.explanation;
    default:
      return null;
  }
}

/** What the rule has come to for a visit at an instant; null: nothing can be said. */
export function explainSubject(
  rules: RuleSet,
  subject: RuleSubject,
  seen: { readonly visit: Visit; readonly at: number; readonly staff: StaffFacts },
): RuleExplanation | null {
  return subject.kind === 'exclusions' ? null : explainRule(rules, subject.kind, subject.id, seen);
}
