import { type Site, siteInputSchema } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { createAllVisitorsAlert } from '../alerts/create-all-visitors-alert.ts';
import { insertSite } from './site-repository.ts';

/** Makes a site with what each new one has: the *All visitors* alert (S-012). One transaction. */
export async function createSite(db: Kysely<Database>, input: z.input<typeof siteInputSchema>, now: number): Promise<Site> {
  const fields = siteInputSchema.parse(input);
  return db.transaction().execute(async (trx) => {
    const site = await insertSite(trx, fields, now);
    await createAllVisitorsAlert(trx, site.id);
    return site;
  });
}
