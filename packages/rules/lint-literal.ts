import type { Condition } from '@foyer/protocol/condition';

/** A condition that has to turn out one way for something to hold: false is not *unknown*. */
export interface Literal {
  readonly condition: Condition;
  readonly wanted: boolean;
  /** Where it stands, below the expression: `all.0.any.1`; empty: it is no condition but what the rule asks for besides. */
  readonly path: string;
}

/** What two conditions on the same fact have in common. */
export function factKey({ variable, name }: Condition): string {
  return name === undefined ? variable : `${variable} ${name}`;
}
