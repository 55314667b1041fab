import type { ProspectRuleStatistics } from '@foyer/protocol/prospect-rule';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countProspectFirings } from './firing-repository.ts';

const days = 30;
const dayMs = 86_400_000;

/** For how many visits and visitors each prospect rule has fired in the last 30 days. `db`: for reports. */
export async function readProspectStatistics(
  db: Kysely<Database>,
  siteId: string,
  now: number,
): Promise<ProspectRuleStatistics> {
  return { days, items: await countProspectFirings(db, siteId, now - days * dayMs) };
}
