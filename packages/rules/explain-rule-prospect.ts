import { assertNever } from '@foyer/protocol/assert-never';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { RuleSet } from './compile-rules.ts';
import type { Explainable, Outcome } from './explainable.ts';
import { compileProspectRule, explainProspectRule } from './prospects.ts';
import type { Verdict, Visit } from './visit.ts';

/** A prospect rule of the configuration; null: there is none with this id. */
export function explainableProspectRule({ source }: RuleSet, id: string): Explainable | null {
  const rule = source.prospectRules.find((one) => one.id === id);
  if (rule === undefined) return null;
  const compiled = compileProspectRule(rule, source);
  return {
    rule,
    explain: (moment) => explainProspectRule(compiled, moment),
    outcome: (verdict, { visit }, isOver) => outcomeOf(rule, verdict, visit, isOver),
  };
}

function outcomeOf(rule: ProspectRule, verdict: Verdict, visit: Visit, isOver: boolean): Outcome {
  const times = visit.fired[rule.shadow ? `shadow ${rule.id}` : rule.id] ?? 0;
  if (times > 0) return { state: 'fired', note: describeFired(rule, times) };
  if (!rule.enabled) return { state: 'disabled', note: null };
  if (rule.activation === 'oncePerVisitor' && firedBefore(rule, visit))
    return { state: 'spent', note: 'It fired in an earlier visit, and fires once per visitor.' };
  if (verdict === false) return { state: 'blocked', note: null };
  if (verdict === 'unknown') return { state: 'unknown', note: null };
  return {
    state: 'true',
    note: isOver
      ? 'True by what is stored of the visit: the rule, or what is known of the visitor, has changed since.'
      : 'It fires with the next thing that the visitor does.',
  };
}

function firedBefore({ id, shadow }: ProspectRule, { visitor }: Visit): boolean {
  return shadow ? visitor.shadowTypes.includes(id) : Object.hasOwn(visitor.prospectTypes, id);
}

function describeFired({ activation }: ProspectRule, times: number): string {
  const often = times === 1 ? 'Once in this visit' : `${times} times in this visit`;
  switch (activation) {
    case 'oncePerVisitor':
      return `${often}. It fires once per visitor, so it will not fire again.`;
    case 'oncePerVisit':
      return `${often}. It fires once per visit.`;
    case 'everyTime':
      return `${often}. It fires whenever it becomes true, and on each page view while it is.`;
    default:
      return assertNever(activation);
  }
}
