import type { Explanation } from './explanation.ts';
import { explainGroup } from './three-valued.ts';

/** The kind of a group; null: a leaf, which saw a fact of its own. */
export function groupKind({ label, fact }: Explanation): 'all' | 'any' | 'none' | null {
  return fact === null && (label === 'all' || label === 'any' || label === 'none') ? label : null;
}

/** The explanation with other leaves, the verdicts of its groups worked out anew. */
export function mapLeaves(explanation: Explanation, change: (leaf: Explanation) => Explanation): Explanation {
  const kind = groupKind(explanation);
  if (kind === null) return change(explanation);
  return explainGroup(
    kind,
    explanation.parts.map((part) => mapLeaves(part, change)),
  );
}
