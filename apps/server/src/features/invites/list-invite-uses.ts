import type { InviteUses } from '@foyer/protocol/invite';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { listProspectRules } from '../prospects/list-prospect-rules.ts';

/** The alerts and prospect rules that send invites, by invite; of an invite that none sends there is no entry. */
export async function listInviteUses(db: Kysely<Database>, siteId: string): Promise<InviteUses[]> {
  const uses = new Map<string, InviteUses>();
  const usesOf = (inviteId: string) => {
    const known = uses.get(inviteId) ?? { inviteId, alerts: [], prospectRules: [] };
    uses.set(inviteId, known);
    return known;
  };
  for (const { id, name, actions } of await listAlerts(db, siteId))
    if (actions.invite !== null) usesOf(actions.invite).alerts.push({ id, name });
  for (const { id, name, actions } of await listProspectRules(db, siteId))
    if (actions.invite !== null) usesOf(actions.invite).prospectRules.push({ id, name });
  return [...uses.values()];
}
