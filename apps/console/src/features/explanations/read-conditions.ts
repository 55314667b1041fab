import type { ExplanationTree } from '@foyer/protocol/explanation';

/** Whether something turned out as it was wanted. */
export type Met = boolean | 'unknown';

/** An explanation as it is read: what must not be is told as such, so that groups ask for all of their parts or for one. */
export type Reading =
  | { readonly type: 'condition'; readonly met: Met; readonly wanted: boolean; readonly leaf: ExplanationTree }
  | { readonly type: 'each' | 'one'; readonly met: Met; readonly parts: readonly Reading[] };

/** Turns *none* into what must not be, and leaves out groups that say nothing: of one part, or like the group around them. */
export function readConditions(explanation: ExplanationTree, wanted = true): Reading {
  const { label, verdict, fact, parts } = explanation;
  const met = verdict === 'unknown' ? verdict : verdict === wanted;
  if (fact !== null) return { type: 'condition', met, wanted, leaf: explanation };
  // Not *any* is each of them not, not *all* is one of them not; *none* is not *any*.
  const type = label === 'any' ? (wanted ? 'one' : 'each') : wanted ? 'each' : 'one';
  const read = parts
    .map((part) => readConditions(part, label === 'none' ? !wanted : wanted))
    .flatMap((part) => (part.type === type && part.parts.length > 0 ? part.parts : [part]));
  const [only] = read;
  return read.length === 1 && only !== undefined ? only : { type, met, parts: read };
}
