import type { InviteUses } from '@foyer/protocol/invite';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { invitesOf, listExperiments } from '../experiments/list-experiments.ts';
import { listProspectRules } from '../prospects/list-prospect-rules.ts';

/** The alerts and prospect rules that send invites, and the experiments on them, by invite; of one that none uses there is no entry. */
export async function listInviteUses(db: Kysely<Database>, siteId: string): Promise<InviteUses[]> {
  const uses = new Map<string, InviteUses>();
  const usesOf = (inviteId: string) => {
    const known = uses.get(inviteId) ?? { inviteId, alerts: [], prospectRules: [], experiments: [] };
    uses.set(inviteId, known);
    return known;
  };
  for (const { id, name, actions } of await listAlerts(db, siteId))
    if (actions.invite !== null) usesOf(actions.invite).alerts.push({ id, name });
  for (const { id, name, actions } of await listProspectRules(db, siteId))
    if (actions.invite !== null) usesOf(actions.invite).prospectRules.push({ id, name });
  for (const experiment of await listExperiments(db, siteId))
    for (const inviteId of invitesOf(experiment))
      usesOf(inviteId).experiments.push({ id: experiment.id, name: experiment.name });
  return [...uses.values()];
}
