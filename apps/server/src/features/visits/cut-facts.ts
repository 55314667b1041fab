import type { ExplanationTree, RecordedFiring } from '@foyer/protocol/explanation';
import type { Explanation } from '@foyer/rules/explanation';

/** The beginning of a fact that is too long to tell: a visitor's pages are hundreds of addresses. */
export function cutFact(fact: string, most: number): string {
  return fact.length <= most ? fact : `${fact.slice(0, most)}…`;
}

/** An explanation whose facts have at most so many characters. */
export function cutFacts(explanation: Explanation, most: number): ExplanationTree {
  const { label, verdict, fact, flipsAt, parts } = explanation;
  return {
    label,
    verdict,
    fact: fact === null ? null : cutFact(fact, most),
    flipsAt,
    parts: parts.map((part) => cutFacts(part, most)),
  };
}

/** The same of a firing as recorded. */
export function cutFiring(firing: RecordedFiring, most: number): RecordedFiring {
  const { explanation } = firing;
  return { ...firing, explanation: explanation && cutFacts(explanation, most) };
}
