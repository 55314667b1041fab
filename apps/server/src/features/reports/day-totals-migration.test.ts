import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { dayTotals } from '../../storage/migrations/0018-day-totals.ts';
import { stores } from '../../testing/each-store.ts';
import { createSite } from '../sites/create-site.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { randomFacts, storeFacts } from './random-facts.ts';

describe.each(stores)('the migration to day totals by family, on %s', (_name, open) => {
  test('fills them, and what visits get, from the facts that are there', async () => {
    const own = await open();
    const { storage } = own;
    const { db, dialect } = storage;
    const timeZone = 'America/New_York';
    const site = await db.transaction().execute((trx) => createSite(trx, { name: 'Shop', timeZone }, 0));
    const facts = randomFacts(
      { siteId: site.id, timeZone, alertIds: ['a'], ruleIds: ['serious'] },
      { visitors: 20, from: Date.UTC(2026, 2, 5), days: 5, seed: 5 },
    );
    await storeFacts(db, facts);
    await rebuildTotals(storage, { write: true });
    // Back to what was there before.
    await sql`delete from day_total where counter like '%:%' and counter not like 'alert:%' and counter not like 'prospectType:%'`.execute(
      db,
    );
    for (const index of ['day_total_by_counter', 'revenue_entry_by_day', 'customer_entry_by_day'])
      await sql`drop index ${sql.ref(index)}`.execute(db);
    for (const table of ['content_groups', 'totals_check']) await sql`drop table ${sql.table(table)}`.execute(db);
    for (const column of ['first_referrer', 'exit_page'])
      await sql`alter table visit drop column ${sql.ref(column)}`.execute(db);

    await dayTotals(dialect).up(db);
    expect((await rebuildTotals(storage, { write: false })).differences).toEqual([]);
    const visits = await db.selectFrom('visit').select(['id', 'first_referrer', 'exit_page']).orderBy('id').execute();
    expect(visits).toEqual(
      facts.visit
        .map(({ id, first_referrer, exit_page }) => ({ id, first_referrer, exit_page }))
        .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    );
    await own.close();
  });
});
