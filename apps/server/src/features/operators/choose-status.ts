import type { ChosenStatus } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { updateStatus } from './operator-repository.ts';

/** Stores the status an operator chose; it stands until they choose another. */
export function chooseStatus(db: Kysely<Database>, operatorId: string, status: ChosenStatus): Promise<void> {
  return updateStatus(db, operatorId, status);
}
