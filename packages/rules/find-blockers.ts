import type { Explanation } from './explanation.ts';
import { groupKind } from './map-leaves.ts';

/** A condition that stands in the way. */
export interface Blocker {
  /** The leaf of the explanation, as it is there. */
  readonly condition: Explanation;
  /** The verdict it would need: false for what stands in a group of *none*. */
  readonly wanted: boolean;
}

/**
 * The conditions that keep an explanation from being true: the fewest that, were each of them to turn out as wanted, would
 * make it true, in their order. Empty: it is true. Null: nothing can make it true, since an empty group is always true and
 * this one stands in a group of *none*.
 */
export function findBlockers(explanation: Explanation): readonly Blocker[] | null {
  return findWays(explanation, true);
}

/** The fewest leaves to turn for `explanation` to have the verdict `wanted`; null: there is no way. */
function findWays(explanation: Explanation, wanted: boolean): readonly Blocker[] | null {
  if (explanation.verdict === wanted) return [];
  const kind = groupKind(explanation);
  if (kind === null) return [{ condition: explanation, wanted }];
  const partWanted = kind === 'none' ? !wanted : wanted;
  const ways = explanation.parts.map((part) => findWays(part, partWanted));
  // *None* is false as soon as one part is true, like *any* turned round.
  const needsEach = kind === 'all' ? wanted : !partWanted;
  return needsEach ? joinAll(ways) : fewestOf(ways);
}

function joinAll(ways: readonly (readonly Blocker[] | null)[]): readonly Blocker[] | null {
  // Only an empty group can't be turned.
  if (ways.length === 0 || ways.includes(null)) return null;
  return ways.flatMap((way) => way ?? []);
}

function fewestOf(ways: readonly (readonly Blocker[] | null)[]): readonly Blocker[] | null {
  let best: readonly Blocker[] | null = null;
  for (const way of ways) if (way !== null && (best === null || way.length < best.length)) best = way;
  return best;
}
