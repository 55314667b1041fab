import { assertNever } from '@foyer/protocol/assert-never';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { RuleSet } from './compile-rules.ts';
import type { Effect, FirstOf, RuleReference } from './effect.ts';
import type { VisitEvent } from './event.ts';
import type { Explanation } from './explanation.ts';
import type { EvaluationScope } from './find-auto-sends.ts';
import type { Moment } from './moment.ts';
import { explainProspectRule, judgeProspectRule } from './prospects.ts';
import { queueWebhook } from './queue-webhook.ts';
import type { WantedInvite } from './send-invites.ts';
import type { RuleStep } from './settle-alert.ts';
import type { Visit, VisitorFacts } from './visit.ts';

/** Fires the prospect rules that are true now, in their order, each as often as its activation allows (rules.md section 6). */
export function fireProspects(visit: Visit, event: VisitEvent, rules: RuleSet, scope: EvaluationScope): RuleStep {
  const effects: Effect[] = [];
  const wanted: WantedInvite[] = [];
  const before: Moment = { visit, at: event.at, staff: event.staff, site: rules.source };
  let moment = before;
  let next = visit;
  const lookedAt: string[] = [];
  const trueNow: string[] = [];
  const index = scope === 'timed' ? rules.timedProspects : rules.prospects;
  for (const compiled of index.candidates(before)) {
    const { rule } = compiled;
    if (isSpent(rule, next)) continue;
    // A rule sees what those before it have done.
    if (moment.visit !== next) moment = { ...before, visit: next };
    lookedAt.push(rule.id);
    if (judgeProspectRule(compiled, moment) !== true) continue;
    if (rule.activation === 'everyTime') {
      trueNow.push(rule.id);
      const isNewHit = event.type === 'page.viewed' && scope === 'all';
      if (visit.trueRules.includes(rule.id) && !isNewHit) continue;
    }
    const fired = fire(next, rule, explainProspectRule(compiled, moment), event, rules);
    next = fired.visit;
    effects.push(...fired.effects);
    if (!rule.shadow && rule.actions.invite !== null)
      wanted.push({ reference: rule.actions.invite, source: 'prospectRule' });
  }
  const trueRules = listTrueRules(visit.trueRules, lookedAt, trueNow, scope, rules);
  return { visit: trueRules === null ? next : { ...next, trueRules }, effects, wanted };
}

/** The next instant at which time alone could change what a prospect rule says of the visit; null: none. */
export function nextProspectAt(rules: RuleSet, moment: Moment): number | null {
  let next = rules.timedProspects.nextAt(moment);
  for (const compiled of rules.timedProspects.candidates(moment)) {
    if (isSpent(compiled.rule, moment.visit)) continue;
    const { verdict, flipsAt } = explainProspectRule(compiled, moment);
    // Whether a rule has been false meanwhile matters only to *every time*.
    if (flipsAt === null || (verdict === true && compiled.rule.activation !== 'everyTime')) continue;
    if (next === null || flipsAt < next) next = flipsAt;
  }
  return next;
}

/** Whether the rule's activation allows no further firing. */
function isSpent(rule: ProspectRule, { visitor, fired }: Visit): boolean {
  switch (rule.activation) {
    case 'oncePerVisitor':
      return rule.shadow ? visitor.shadowTypes.includes(rule.id) : Object.hasOwn(visitor.prospectTypes, rule.id);
    case 'oncePerVisit':
      return Object.hasOwn(fired, keyOf(rule));
    case 'everyTime':
      return false;
    default:
      return assertNever(rule.activation);
  }
}

function fire(visit: Visit, rule: ProspectRule, explanation: Explanation, event: VisitEvent, rules: RuleSet) {
  const key = keyOf(rule);
  const fired = { ...visit.fired, [key]: (visit.fired[key] ?? 0) + 1 };
  const { id, name, version } = rule;
  const occurrence = occurrenceOf(rule, visit, event.at);
  if (rule.shadow) {
    const shadowTypes = visit.visitor.shadowTypes.includes(id)
      ? visit.visitor.shadowTypes
      : [...visit.visitor.shadowTypes, id];
    const matched: Effect = {
      type: 'shadow.matched',
      rule: 'prospectRule',
      id,
      name,
      version,
      occurrence,
      explanation,
    };
    return { visit: { ...visit, fired, visitor: { ...visit.visitor, shadowTypes } }, effects: [matched] };
  }
  const isFirst: FirstOf = {
    ofVisitor: !visit.visitor.isProspect,
    typeOfVisitor: !Object.hasOwn(visit.visitor.prospectTypes, id),
    ofVisit: !Object.keys(visit.fired).some((one) => !one.startsWith('shadow ')),
    typeOfVisit: !Object.hasOwn(visit.fired, id),
  };
  const visitor: VisitorFacts = {
    ...visit.visitor,
    isProspect: true,
    prospectTypes: { ...visit.visitor.prospectTypes, [id]: name },
  };
  const marked: Visit = { ...visit, fired, visitor, isNewProspect: visit.isNewProspect || isFirst.ofVisitor };
  const reference = { kind: 'prospectRule', id, name } as const;
  const flagged = rule.actions.flagAsCustomer
    ? flagAsCustomer(marked, reference, rules)
    : { visit: marked, effects: [] };
  return {
    visit: flagged.visit,
    effects: [
      { type: 'prospect.fired', ruleId: id, ruleName: name, ruleVersion: version, occurrence, isFirst, explanation },
      ...flagged.effects,
      ...tellOf(rule, reference, rules),
    ] satisfies Effect[],
  };
}

/** A visitor becomes a customer once; a later visit of one joins the customer list once. */
function flagAsCustomer(visit: Visit, { id, name, kind }: RuleReference, rules: RuleSet) {
  if (visit.customer !== null) return { visit, effects: [] };
  const isNew = !visit.visitor.isCustomer;
  const effects: Effect[] = [
    { type: 'customer.flagged', isNew, ruleId: id, ruleName: name },
    ...(isNew ? queueWebhook('customer.flagged', { kind, id, name }, rules.source) : []),
  ];
  return {
    visit: {
      ...visit,
      customer: isNew ? ('new' as const) : ('repeat' as const),
      visitor: { ...visit.visitor, isCustomer: true },
    },
    effects,
  };
}

function tellOf({ actions }: ProspectRule, rule: RuleReference, { source }: RuleSet): Effect[] {
  const { emails, phones } = source.notifications;
  return [
    ...(actions.popup ? [{ type: 'popup.sent' as const, rule }] : []),
    ...(actions.email
      ? emails.map((to) => ({ type: 'email.queued' as const, to, template: 'staff' as const, rule }))
      : []),
    ...(actions.sms ? phones.map((to) => ({ type: 'sms.queued' as const, to, rule })) : []),
    ...queueWebhook('prospect.fired', rule, source),
  ];
}

/** Rules of *every time* that are true now; null: as before. Those not looked at stay as they were. */
function listTrueRules(
  before: readonly string[],
  lookedAt: readonly string[],
  trueNow: readonly string[],
  scope: EvaluationScope,
  rules: RuleSet,
): readonly string[] | null {
  if (before.length === 0 && trueNow.length === 0) return null;
  // One that is no candidate any more is false; with only timed rules looked at, the others keep their state.
  const kept = before.filter((id) => !lookedAt.includes(id) && scope === 'timed' && rules.untimedProspects.has(id));
  const next = [...kept, ...trueNow];
  return next.length === before.length && next.every((id) => before.includes(id)) ? null : next;
}

function keyOf(rule: ProspectRule): string {
  return rule.shadow ? `shadow ${rule.id}` : rule.id;
}

/** The unique key of a firing: what may happen once has the same key whoever finds it. */
function occurrenceOf(rule: ProspectRule, visit: Visit, at: number): string {
  const key = rule.shadow ? `shadow prospectRule ${rule.id}` : `prospectRule ${rule.id}`;
  switch (rule.activation) {
    case 'oncePerVisitor':
      return `${key} ${visit.visitorId}`;
    case 'oncePerVisit':
      return `${key} ${visit.id}`;
    case 'everyTime':
      return `${key} ${visit.id} ${visit.page.id} ${at}`;
    default:
      return assertNever(rule.activation);
  }
}
