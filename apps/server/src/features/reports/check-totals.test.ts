import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stores, stores } from '../../testing/each-store.ts';
import { createSite } from '../sites/create-site.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { checkTotals } from './check-totals.ts';
import { randomFacts, storeFacts } from './random-facts.ts';
import { readChecks } from './totals-check-repository.ts';

const timeZone = 'America/St_Johns';
const from = Date.UTC(2026, 2, 2, 12);

describe.each(stores)('B-306 the nightly check, on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let logged: { siteId: string; day: string; differences: number }[];
  beforeAll(async () => {
    own = await open();
    logged = [];
    const { storage } = own;
    site = await storage.db.transaction().execute((trx) => createSite(trx, { name: 'Shop', timeZone }, 0));
    const facts = randomFacts(
      { siteId: site.id, timeZone, alertIds: ['a'], ruleIds: ['serious'] },
      { visitors: 30, from, days: 9, seed: 3 },
    );
    await storeFacts(storage.db, facts);
    await rebuildTotals(storage, { write: true });
  });
  afterAll(() => own.close());

  const checkAt = (at: number) =>
    checkTotals({
      storage: own.storage,
      now: () => at,
      logger: { error: (fields) => logged.push(fields as (typeof logged)[number]) },
    });
  const days = async () => (await readChecks(own.storage.db, site.id, 100)).items.map(({ day }) => day).toSorted();
  /** 04:00 at St John’s. */
  const night = (day: number) => Date.UTC(2026, 2, day, 7, 0);

  test('waits for the night, looks at yesterday and at one older day each, and on one node alone', async () => {
    await checkAt(Date.UTC(2026, 2, 9, 5));
    expect(await days()).toEqual([]);
    await Promise.all([checkAt(night(9)), checkAt(night(9))]);
    expect(await days()).toEqual(['2026-03-07', '2026-03-08']);
    await checkAt(night(9) + 3_600_000);
    expect(await days()).toHaveLength(2);
    await checkAt(night(10));
    expect(await days()).toEqual(['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09']);
    expect(logged).toEqual([]);
  });

  test('what differs is logged and kept until it is put right', async () => {
    const { db } = own.storage;
    await db
      .updateTable('day_total')
      .set((eb) => ({ value: eb('value', '+', 2) }))
      .where('day', '=', '2026-03-10')
      .where('counter', '=', 'visits')
      .execute();
    await checkAt(night(11));
    expect(logged).toMatchObject([{ siteId: site.id, day: '2026-03-10', differences: 1 }]);
    const { items } = await readChecks(db, site.id, 1);
    expect(items).toMatchObject([{ day: '2026-03-10', differences: 1, first: [{ counter: 'visits' }] }]);
    expect((items[0]?.first[0]?.stored ?? 0) - (items[0]?.first[0]?.counted ?? 0)).toBe(2);
    await rebuildTotals(own.storage, { write: true });
    expect((await readChecks(db, site.id, 100)).items.every(({ differences }) => differences === 0)).toBe(true);
    expect((await rebuildTotals(own.storage, { write: false })).differences).toEqual([]);
  });
});
