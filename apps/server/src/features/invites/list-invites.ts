import { type Invite, inviteInputSchema } from '@foyer/protocol/invite';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { insertInvite, selectInvites } from './invite-repository.ts';

/** A site's invites in their order. */
export function listInvites(db: Kysely<Database>, siteId: string): Promise<Invite[]> {
  return selectInvites(db, siteId);
}

/** Adds an invite after the others. */
export function addInvite(
  db: Kysely<Database>,
  siteId: string,
  input: z.input<typeof inviteInputSchema>,
): Promise<Invite> {
  return insertInvite(db, siteId, inviteInputSchema.parse(input));
}
