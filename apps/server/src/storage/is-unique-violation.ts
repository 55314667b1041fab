import { codesOf } from './error-codes.ts';

const codes = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID', '23505']);

/**
 * Whether a statement was refused because a row with that unique key is there already. Inside a transaction the rest of it
 * is refused too, on both databases: there, prefer `onConflict`.
 */
export function isUniqueViolation(error: unknown): boolean {
  const [nearest] = codesOf(error);
  return nearest?.code != null && codes.has(nearest.code);
}
