import type { Verdict } from './visit.ts';

/** Why a rule came to its verdict: each criterion or condition with the fact it saw (B-301). */
export interface Explanation {
  /** What was judged, in the words of the document: `entryPages`, `keywords`, `visit.pages >= 3`, `all`, … */
  readonly label: string;
  readonly verdict: Verdict;
  /** The fact seen, as text; null for a group. */
  readonly fact: string | null;
  /** For conditions on time: the instant at which time alone would change the verdict; null: never. */
  readonly flipsAt: number | null;
  readonly parts: readonly Explanation[];
}
