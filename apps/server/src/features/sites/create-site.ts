import { type Site, siteInputSchema } from '@foyer/protocol/site';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { createAllVisitorsAlert } from '../alerts/create-all-visitors-alert.ts';
import { insertSite } from './site-repository.ts';

/** Makes a site with what each new one has: the *All visitors* alert (S-012). Within a transaction. */
export async function createSite(
  trx: Transaction<Database>,
  input: z.input<typeof siteInputSchema>,
  now: number,
): Promise<Site> {
  const site = await insertSite(trx, siteInputSchema.parse(input), now);
  await createAllVisitorsAlert(trx, site.id);
  return site;
}
