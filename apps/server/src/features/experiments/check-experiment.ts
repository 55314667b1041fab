import type { ExperimentInput } from '@foyer/protocol/experiment';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listInvites } from '../invites/list-invites.ts';
import { selectExperiments } from './experiment-repository.ts';
import { findExperimentFaults, findSharedInvites, sharedInviteWords } from './find-experiment-faults.ts';

/** Throws `invalid_request`, naming each field, for what only the site's invites and other experiments can tell. `id`: of a stored one. */
export async function checkExperiment(
  trx: Kysely<Database>,
  siteId: string,
  experiment: ExperimentInput,
  id: string | null,
): Promise<void> {
  const known = new Set((await listInvites(trx, siteId)).map((invite) => invite.id));
  const fields = [...findExperimentFaults(experiment)];
  const missing = (path: string) => ({ path, message: 'is no invite of this site; it may have been deleted' });
  if (!known.has(experiment.inviteId)) fields.push(missing('inviteId'));
  for (const [index, { inviteId }] of experiment.variants.entries())
    if (!known.has(inviteId)) fields.push(missing(`variants.${index}.inviteId`));
  const others = (await selectExperiments(trx, siteId)).filter((other) => other.id !== id);
  const shared = findSharedInvites([...others, experiment]).find(({ index }) => index === others.length);
  if (shared) fields.push({ path: 'inviteId', message: sharedInviteWords(shared.name) });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
