import { alertInputSchema, allVisitorsName } from '@foyer/protocol/alert';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { insertAlert } from './alert-repository.ts';

/** Makes the alert that each new site has and that matches every visit (S-012). */
export async function createAllVisitorsAlert(db: Kysely<Database>, siteId: string): Promise<void> {
  await insertAlert(db, siteId, alertInputSchema.parse({ name: allVisitorsName, icon: 'none' }), true);
}
