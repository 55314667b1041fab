import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A yes or no in SQL; NULL counts as no. */
export type Claim = RawBuilder<SqlBool>;

/**
 * The three values of an expression (rules.md section 8) in SQL: where it is true, and where it is false; elsewhere it is
 * unknown. Two claims rather than one value that may be NULL, so that each is a plain condition that an index can serve.
 */
export interface Truth {
  readonly isTrue: Claim;
  readonly isFalse: Claim;
}

export const yes: Claim = sql<SqlBool>`true`;
export const no: Claim = sql<SqlBool>`false`;

export const alwaysTrue: Truth = { isTrue: yes, isFalse: no };
export const alwaysFalse: Truth = { isTrue: no, isFalse: yes };
export const alwaysUnknown: Truth = { isTrue: no, isFalse: no };

/** True in some rows, false in all others: never unknown. The claim must not be NULL. */
export function known(claim: Claim): Truth {
  return { isTrue: claim, isFalse: sql<SqlBool>`not (${claim})` };
}

export function opposite({ isTrue, isFalse }: Truth): Truth {
  return { isTrue: isFalse, isFalse: isTrue };
}

/** The truth of a group, as `judgeGroup` has it: an empty one is true, whichever kind it is. */
export function truthOfGroup(kind: 'all' | 'any' | 'none', parts: readonly Truth[]): Truth {
  if (parts.length === 0) return alwaysTrue;
  const some = parts.map(({ isTrue }) => isTrue);
  const somewhereFalse = parts.map(({ isFalse }) => isFalse);
  if (kind === 'all') return { isTrue: joined(some, ' and '), isFalse: joined(somewhereFalse, ' or ') };
  const any = { isTrue: joined(some, ' or '), isFalse: joined(somewhereFalse, ' and ') };
  return kind === 'any' ? any : opposite(any);
}

function joined(claims: readonly Claim[], by: ' and ' | ' or '): Claim {
  const [only] = claims;
  if (claims.length === 1 && only) return only;
  return sql<SqlBool>`(${sql.join(claims, sql.raw(by))})`;
}
