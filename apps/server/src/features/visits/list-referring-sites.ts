import { type ReferringSites, referringSiteSchema } from '@foyer/protocol/referring-site';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { builtInReferringSites } from './facts/referring-sites.ts';

const storedSchema = z.array(referringSiteSchema);

/** A site's list of referring sites: its own, or the one Foyer comes with (version 0). */
export async function listReferringSites(db: Kysely<Database>, siteId: string): Promise<ReferringSites> {
  const row = await db.selectFrom('referring_sites').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row) return { version: 0, items: [...builtInReferringSites] };
  return { version: row.version, items: storedSchema.parse(JSON.parse(row.body)) };
}
