import type { Evaluation } from '@foyer/protocol/explanation';
import { useMemo } from 'react';
import { completeExpression } from './complete-expression.ts';
import type { DraftGroup, DraftTerm } from './condition-draft.ts';
import { expressionFaults, faultsAt } from './condition-faults.ts';
import type { Finding } from './finding-line.tsx';
import { useEvaluation } from './use-evaluation.ts';

interface Findings {
  /** What came of each term that has been judged as it stands. */
  readonly findings: ReadonlyMap<DraftTerm, Finding>;
  /** Of the whole; null: not judged yet. */
  readonly verdict: Evaluation['verdict'] | null;
  /** Whether conditions that are not complete yet were left out. */
  readonly isPartial: boolean;
  readonly failure: Error | null;
  /** What the server could not understand, by term. */
  readonly faults: ReadonlyMap<DraftTerm, Record<string, string>>;
}

const none: ReadonlyMap<DraftTerm, Finding> = new Map();

/** What the conditions of a draft say of a visit, each by itself, while they are edited. */
export function useFindings(siteId: string, visitId: string | null, root: DraftGroup): Findings {
  const complete = useMemo(() => completeExpression(root), [root]);
  const isAsked = visitId !== null && root.terms.length > 0;
  const { data, error } = useEvaluation(siteId, visitId, isAsked ? { expression: complete.expression } : null);
  return useMemo(() => {
    const isOfThis =
      isAsked &&
      data !== undefined &&
      JSON.stringify(data.input) === JSON.stringify({ expression: complete.expression });
    const found = isOfThis
      ? new Map(
          data.evaluation.conditions.flatMap((finding) => {
            const term = complete.terms.get(finding.path);
            return term === undefined ? [] : [[term, finding] as const];
          }),
        )
      : none;
    return {
      findings: found,
      verdict: isOfThis ? data.evaluation.verdict : null,
      isPartial: complete.isPartial,
      failure: isAsked ? error : null,
      faults: isAsked && error !== null ? placeFaults(complete.terms, error) : new Map(),
    };
  }, [complete, data, error, isAsked]);
}

function placeFaults(
  terms: ReadonlyMap<string, DraftTerm>,
  error: Error,
): ReadonlyMap<DraftTerm, Record<string, string>> {
  const faults = expressionFaults(error, 'expression');
  return new Map([...terms].map(([path, term]) => [term, faultsAt(faults, path)] as const).filter(hasSome));
}

function hasSome([, faults]: readonly [DraftTerm, Record<string, string>]): boolean {
  return Object.keys(faults).length > 0;
}
