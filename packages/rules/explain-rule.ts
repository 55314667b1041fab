import { assertNever } from '@foyer/protocol/assert-never';
import type { RuleKind, RuleState } from '@foyer/protocol/explanation';
import type { RuleSet } from './compile-rules.ts';
import { explainableAlert } from './explain-rule-alert.ts';
import { explainableInvite } from './explain-rule-invite.ts';
import { explainableProspectRule } from './explain-rule-prospect.ts';
import type { Explainable, Outcome } from './explainable.ts';
import type { Explanation } from './explanation.ts';
import { mapLeaves } from './map-leaves.ts';
import type { Moment } from './moment.ts';
import type { StaffFacts, Verdict, Visit } from './visit.ts';

/** A visit at an instant. */
export interface Circumstances {
  readonly visit: Visit;
  /** Epoch ms. */
  readonly at: number;
  /** Null: the visit is over. What staff there was is not kept, and time does not go on. */
  readonly staff: StaffFacts | null;
}

/** What one rule says of a visit, and why (B-301). */
export interface RuleExplanation extends Outcome {
  readonly name: string;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly explanation: Explanation;
  readonly verdict: Verdict;
  /** When time alone changes the verdict; null: it does not, or it would change nothing any more. */
  readonly flipsAt: number | null;
}

/** How many changes of single conditions are followed to find one of the verdict. */
const maxChanges = 40;

/** Staff to judge by where none is known; what then looks at it is made unknown. */
const noStaff: StaffFacts = { online: 0, withRoom: 0, queueLength: 0, insideOpeningHours: null };

/** Explains a rule of the configuration, whether it is enabled, disabled or in shadow. Null: there is no such rule. */
export function explainRule(rules: RuleSet, kind: RuleKind, id: string, seen: Circumstances): RuleExplanation | null {
  const explainable = findExplainable(rules, kind, id);
  if (explainable === null) return null;
  const moment = momentOf(rules, seen);
  const explanation = explainSeen(explainable.explain, moment, seen);
  const { verdict } = explanation;
  const outcome = explainable.outcome(verdict, moment, seen.staff === null);
  const { name, enabled, shadow } = explainable.rule;
  return {
    ...outcome,
    name,
    enabled,
    shadow,
    explanation,
    verdict,
    flipsAt: mayChange(outcome.state) ? findFlip((at) => explainable.explain({ ...moment, at }), explanation) : null,
  };
}

/** The instant at which rules are judged. */
export function momentOf(rules: RuleSet, { visit, at, staff }: Circumstances): Moment {
  return { visit, at, staff: staff ?? noStaff, site: rules.source };
}

/** What is explained of a visit; of one that is over, as it stood in the end. */
export function explainSeen(
  explain: (moment: Moment) => Explanation,
  moment: Moment,
  { staff }: Circumstances,
): Explanation {
  const explained = explain(moment);
  return staff === null ? mapLeaves(explained, asOfTheEnd) : explained;
}

function findExplainable(rules: RuleSet, kind: RuleKind, id: string): Explainable | null {
  switch (kind) {
    case 'alert':
      return explainableAlert(rules, id);
    case 'prospectRule':
      return explainableProspectRule(rules, id);
    case 'invite':
      return explainableInvite(rules, id);
    default:
      return assertNever(kind);
  }
}

/** Whether it matters what becomes of the verdict. */
function mayChange(state: RuleState): boolean {
  return state === 'true' || state === 'blocked' || state === 'unknown' || state === 'waiting';
}

/** Follows the changes that time alone brings until the verdict is another. */
function findFlip(explainAt: (at: number) => Explanation, now: Explanation): number | null {
  let at = now.flipsAt;
  for (let change = 0; at !== null && change < maxChanges; change++) {
    const then = explainAt(at);
    if (then.verdict !== now.verdict) return at;
    at = then.flipsAt;
  }
  return null;
}

/** A condition as it stood when the visit ended: nothing flips by itself any more, and the staff of then is not known. */
function asOfTheEnd(leaf: Explanation): Explanation {
  if (looksAtStaff(leaf.label)) return { ...leaf, verdict: 'unknown', fact: 'not kept', flipsAt: null };
  return leaf.flipsAt === null ? leaf : { ...leaf, flipsAt: null };
}

function looksAtStaff(label: string): boolean {
  if (label === 'guard nobodyOnline' || label === 'guard outsideOpeningHours') return true;
  return label.startsWith('staff.') && !label.endsWith(' isSet') && !label.endsWith(' isNotSet');
}
