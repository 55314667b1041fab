import type { InviteStatistics } from '@foyer/protocol/invite';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countChatsByInvite } from '../chats/count-chats-by-invite.ts';
import { countInvitations } from '../visits/count-invitations.ts';

/** What came of each of a site's invites since an instant; of one that nothing came of there is no entry. `db`: for reports. */
export async function readInviteStatistics(
  db: Kysely<Database>,
  siteId: string,
  since: number,
): Promise<InviteStatistics[]> {
  const invitations = await countInvitations(db, siteId, since);
  const chats = await countChatsByInvite(db, siteId, since);
  const none = { sent: 0, shown: 0, accepted: 0, declined: 0, revenue: 0 };
  return [...new Set([...invitations.keys(), ...chats.keys()])].map((inviteId) => ({
    inviteId,
    ...(invitations.get(inviteId) ?? none),
    chats: chats.get(inviteId) ?? 0,
  }));
}
