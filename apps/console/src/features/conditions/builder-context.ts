import type { Condition, VariableName } from '@foyer/protocol/condition';
import { createContext, useContext } from 'react';
import type { DraftGroup, DraftTerm, GroupKind } from './condition-draft.ts';
import type { Finding } from './finding-line.tsx';
import type { Choices } from './use-choices.ts';

/** What the parts of a builder can do to its draft. */
export interface BuilderActs {
  change(id: string, condition: Condition): void;
  setKind(groupId: string, kind: GroupKind): void;
  addCondition(groupId: string): void;
  addGroup(groupId: string): void;
  duplicate(term: DraftTerm): void;
  wrap(id: string): void;
  move(id: string, direction: 'up' | 'down'): void;
  remove(term: DraftTerm): void;
}

/** What all parts of a builder share. */
export interface Builder {
  readonly root: DraftGroup;
  readonly acts: BuilderActs;
  /** ISO 4217. */
  readonly currency: string;
  readonly choices: Choices;
  /** Whether a variable can be chosen here. */
  offers(variable: VariableName): boolean;
  /** How many conditions still fit in. */
  readonly room: number;
  /** What is wrong with a term, by field; `''`: with the whole of it. */
  faultsOf(term: DraftTerm): Readonly<Record<string, string>>;
  /** What came of a term on the chosen visit; null: no visit is chosen, or it is not judged yet. */
  findingOf(term: DraftTerm): Finding | null;
}

export const BuilderContext = createContext<Builder | null>(null);

/** The builder around. Only inside one. */
export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (builder === null) throw new Error('There is no condition builder around');
  return builder;
}
