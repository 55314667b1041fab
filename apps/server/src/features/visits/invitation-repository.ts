import { type Invitation, invitationSchema } from '@foyer/protocol/visit';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Invitations of a visit in order, suppressed ones with their reason. */
export async function listInvitations(db: Kysely<Database>, siteId: string, visitId: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visit_id', '=', visitId)
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map((row) =>
    invitationSchema.parse({
      id: row.id,
      inviteId: row.invite_id,
      inviteName: row.invite_name,
      source: row.source,
      state: row.state,
      reason: row.reason,
      queuedAt: row.queued_at,
      shownAt: row.shown_at,
      endedAt: row.ended_at,
    }),
  );
}
