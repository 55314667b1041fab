import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { insertOperator, type NewOperator } from './operator-repository.ts';

/** Stores a new operator with their sites, and answers the id; a taken e-mail breaks the unique key. */
export function addOperator(db: Kysely<Database>, operator: NewOperator, now: number): Promise<string> {
  return db.transaction().execute((trx) => insertOperator(trx, operator, now));
}
