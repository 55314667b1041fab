import type { RuleSetSource } from './rule-set.ts';
import type { StaffFacts, Visit } from './visit.ts';

/** All that a rule may look at: a visit at an instant, with the staff and the configuration of its site. */
export interface Moment {
  readonly visit: Visit;
  /** Epoch ms. */
  readonly at: number;
  readonly staff: StaffFacts;
  readonly site: RuleSetSource;
}
