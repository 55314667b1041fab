import { type Invite, inviteInputSchema } from '@foyer/protocol/invite';
import { showAs } from '@foyer/rules/show-as';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { findInvite, updateInvite } from './invite-repository.ts';

/** Gives an invite the look, text and timing of another one. Within a transaction. Throws `conflict` when one of them is gone. */
export async function changeLook(
  trx: Kysely<Database>,
  siteId: string,
  { inviteId, lookOf }: { readonly inviteId: string; readonly lookOf: string },
): Promise<{ before: Invite; after: Invite }> {
  const before = await findInvite(trx, siteId, inviteId);
  const look = await findInvite(trx, siteId, lookOf);
  if (!before || !look) throw new AppError('conflict', 'This invite is gone');
  const { id, version, ...fields } = showAs(before, look);
  const after = await updateInvite(trx, siteId, id, version, inviteInputSchema.parse(fields));
  if (!after) throw new AppError('conflict', 'Somebody else has just changed this invite; try again');
  return { before, after };
}
