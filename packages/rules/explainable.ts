import type { RuleState } from '@foyer/protocol/explanation';
import type { Explanation } from './explanation.ts';
import type { Moment } from './moment.ts';
import type { Verdict } from './visit.ts';

/** What a rule has come to, and in a sentence what else there is to say. */
export interface Outcome {
  readonly state: RuleState;
  readonly note: string | null;
}

/** One rule of any kind, ready to be explained. `isOver`: the visit has ended. */
export interface Explainable {
  readonly rule: { readonly name: string; readonly enabled: boolean; readonly shadow: boolean };
  explain(moment: Moment): Explanation;
  outcome(verdict: Verdict, moment: Moment, isOver: boolean): Outcome;
}
