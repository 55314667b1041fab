import type { OutboxState } from '@foyer/protocol/outbox';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { selectMailStates, selectStatesByOccurrence } from './outbox-repository.ts';

/** What has become of an item, and what was answered last. */
export interface MailState {
  readonly state: OutboxState;
  readonly lastAnswer: string | null;
}

/** The states of a site's items by id; ids that the outbox does not have are left out. */
export async function findMailStates(
  db: Kysely<Database>,
  siteId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MailState>> {
  if (ids.length === 0) return new Map();
  const rows = await selectMailStates(db, siteId, ids);
  return new Map(
    rows.map(({ id, state, last_answer }) => [id, { state: state as OutboxState, lastAnswer: last_answer }]),
  );
}

/** The same by what makes an item one and the same. */
export async function findStatesByOccurrence(
  db: Kysely<Database>,
  siteId: string,
  occurrences: readonly string[],
): Promise<ReadonlyMap<string, MailState>> {
  if (occurrences.length === 0) return new Map();
  const rows = await selectStatesByOccurrence(db, siteId, occurrences);
  return new Map(
    rows.map(({ occurrence, state, last_answer }) => [
      occurrence,
      { state: state as OutboxState, lastAnswer: last_answer },
    ]),
  );
}
