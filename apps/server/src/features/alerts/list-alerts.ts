import { type Alert, alertInputSchema } from '@foyer/protocol/alert';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { insertAlert, selectAlerts } from './alert-repository.ts';

/** A site's alerts in their order; the built-in one last. */
export function listAlerts(db: Kysely<Database>, siteId: string): Promise<Alert[]> {
  return selectAlerts(db, siteId);
}

/** Adds an alert before the built-in one. */
export function addAlert(
  db: Kysely<Database>,
  siteId: string,
  input: z.input<typeof alertInputSchema>,
): Promise<Alert> {
  return insertAlert(db, siteId, alertInputSchema.parse(input));
}
