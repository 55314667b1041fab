import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { insertRows } from './outbox-repository.ts';
import type { OutboxRow } from './outbox-row.ts';

/**
 * Writes items in their cause's own transaction; those whose occurrence the site has already are left as they are. The
 * answer are the ids of the new ones. Call the outbox's `wake` once the transaction is committed.
 */
export function insertOutboxItems(
  trx: Kysely<Database>,
  dialect: 'sqlite' | 'postgres',
  rows: readonly OutboxRow[],
): Promise<string[]> {
  return insertRows(trx, dialect, rows);
}
