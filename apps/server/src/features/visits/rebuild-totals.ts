import type { Kysely } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { listSites } from '../sites/list-sites.ts';
import { countDays } from './count-days.ts';
import { countReferrers } from './count-referrers.ts';
import { addToDayTotals, addToReferrerTotals } from './fact-statements.ts';
import { compareSums, Sums, type TotalDifference } from './total-sums.ts';

/** Counters that one statement puts right at most. */
const rowsAtOnce = 5000;

/**
 * Counts every day total and referrer total of every site anew from the facts, and says where the stored ones differ. With
 * `write`, the stored ones are put right, also while Foyer runs: what is wrong is added or taken away, so that what is
 * counted meanwhile stays (B-306).
 */
export async function rebuildTotals(
  storage: Storage,
  { write }: { write: boolean },
): Promise<{ counters: number; differences: TotalDifference[] }> {
  return storage.withoutTimeLimits(async (db) => {
    const differences: TotalDifference[] = [];
    let counters = 0;
    for (const site of await listSites(db, null)) {
      const found = await atOneInstant(db, storage.dialect, async (trx) => {
        const days = await countDays(trx, site.id, site.timeZone, null);
        const referrers = await countReferrers(trx, site.id);
        counters += days.values.size + referrers.values.size;
        return {
          days: compareSums(site.id, days, await readStoredDays(trx, site.id, null)),
          referrers: compareSums(site.id, referrers, await storedReferrers(trx, site.id)),
        };
      });
      if (write) await putRight(db, storage.dialect, site.id, found);
      // One by one: there can be more than a call takes arguments.
      for (const difference of [...found.days, ...found.referrers]) differences.push(difference);
    }
    return { counters, differences };
  });
}

/** Reads as if nothing happened meanwhile: facts and the totals of them. */
function atOneInstant<T>(
  db: Kysely<Database>,
  dialect: Storage['dialect'],
  read: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction();
  return dialect === 'sqlite'
    ? transaction.execute(read)
    : transaction.setIsolationLevel('repeatable read').execute(read);
}

/** The day totals of a site as they stand: of some days, or of all. */
export async function readStoredDays(
  db: Kysely<Database>,
  siteId: string,
  days: { readonly from: string; readonly to: string } | null,
): Promise<Sums> {
  const sums = new Sums();
  let query = db.selectFrom('day_total').select(['day', 'counter', 'value']).where('site_id', '=', siteId);
  if (days !== null) query = query.where('day', '>=', days.from).where('day', '<=', days.to);
  for (const { day, counter, value } of await query.execute()) sums.add(day, counter, value);
  return sums;
}

async function storedReferrers(db: Kysely<Database>, siteId: string): Promise<Sums> {
  const sums = new Sums();
  const rows = await db.selectFrom('referrer_total').selectAll().where('site_id', '=', siteId).execute();
  for (const { referrer, counter, value } of rows) sums.add(referrer, counter, value);
  return sums;
}

async function putRight(
  db: Kysely<Database>,
  dialect: Storage['dialect'],
  siteId: string,
  { days, referrers }: { days: readonly TotalDifference[]; referrers: readonly TotalDifference[] },
): Promise<void> {
  const missing = ({ counter, counted, stored }: TotalDifference) => ({
    site_id: siteId,
    counter,
    value: counted - stored,
  });
  await db.transaction().execute(async (trx) => {
    for (let start = 0; start < days.length; start += rowsAtOnce) {
      const rows = days.slice(start, start + rowsAtOnce).map((one) => ({ ...missing(one), day: one.of }));
      await addToDayTotals(trx, dialect, rows);
    }
    for (let start = 0; start < referrers.length; start += rowsAtOnce) {
      const rows = referrers.slice(start, start + rowsAtOnce).map((one) => ({ ...missing(one), referrer: one.of }));
      await addToReferrerTotals(trx, dialect, rows);
    }
    // What a nightly check has found is put right with them.
    await trx.deleteFrom('totals_check').where('site_id', '=', siteId).where('differences', '>', 0).execute();
  });
}
