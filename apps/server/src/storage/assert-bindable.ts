import { SqliteFailure } from './sqlite-failure.ts';

/**
 * Refuses parameters that SQLite cannot hold, or that PostgreSQL could not: NUL in text, booleans (columns that say yes or
 * no are integers on both), undefined, dates, objects. Throws SqliteFailure `FOYER_BAD_VALUE`.
 */
export function assertBindable(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (typeof value === 'string') {
      if (value.includes('\0')) throw badValue('Text must not contain the character NUL');
    } else if (
      value !== null &&
      typeof value !== 'number' &&
      typeof value !== 'bigint' &&
      !(value instanceof Uint8Array)
    ) {
      throw badValue(
        `A column holds text, numbers, bytes or null, not ${value === undefined ? 'undefined' : `a ${typeof value}`}`,
      );
    }
  }
}

function badValue(message: string): SqliteFailure {
  return new SqliteFailure({ code: 'FOYER_BAD_VALUE', message });
}
