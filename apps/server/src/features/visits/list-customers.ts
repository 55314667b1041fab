import type { CustomerSummary } from '@foyer/protocol/customer';
import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listReferrerTotals, sumDayTotals } from './customer-repository.ts';

/** What rules have made of visitors in some days, and what each first referrer has brought. */
export async function summariseCustomers(
  db: Kysely<Database>,
  site: Site,
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<CustomerSummary> {
  const [totals, referrers] = await Promise.all([sumDayTotals(db, site.id, range), listReferrerTotals(db, site.id)]);
  return { ...totals, currency: site.currency, referrers };
}
