import type { Expression, VariableName } from '@foyer/protocol/condition';
import type { Site } from '@foyer/protocol/site';
import { explainExpression } from '@foyer/rules/explain-draft';
import type { Visit } from '@foyer/rules/visit';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert, listAlerts } from '../alerts/list-alerts.ts';
import { createSite } from '../sites/create-site.ts';
import { findOrMakeTag, readTagNames } from '../tags/find-tags.ts';
import { readStoredVisit } from '../visits/read-stored-visit.ts';
import { SiteConfigurations } from '../visits/site-configuration.ts';
import { compileVisitFilter } from './compile-filter.ts';
import { anyFilter, conditionOn, kept, notKept } from './random-filter.ts';
import { fillWithRandomVisits, tagNames } from './random-visits.ts';

const start = Date.UTC(2026, 1, 1);
const changer = { operatorId: 'ann', name: 'Ann', at: start };

describe.each(stores)('a filter in SQL, on %s', (_name, open) => {
  let own: Stores;
  let configurations: SiteConfigurations;
  /** Two sites of unlike clocks, currencies and addresses, and all their visits. */
  let worlds: { site: Site; visits: { visit: Visit; at: number }[] }[];

  beforeAll(async () => {
    own = await open();
    const { db } = own.storage;
    configurations = new SiteConfigurations(db);
    worlds = [];
    const sites = [
      { name: 'Shop', timeZone: 'Europe/London', currency: 'GBP', keepsFragments: false },
      { name: 'Other', timeZone: 'America/St_Johns', currency: 'JPY', keepsFragments: true },
    ];
    for (const [seed, input] of sites.entries()) {
      const site = await db.transaction().execute((trx) => createSite(trx, input, start));
      const paid = [null, { cost: { fixed: '2' } }, { cost: { queryParameter: 'cpc' } }];
      for (const [index, name] of ['Free', 'Fixed', 'Per click'].entries())
        await addAlert(db, site.id, { name, paid: paid[index] ?? null });
      for (const name of tagNames)
        await findOrMakeTag(db, site.id, { name, takesValue: false }, { isAdministrator: true, changer });
      await fillWithRandomVisits(
        db,
        {
          site,
          alertIds: [...(await listAlerts(db, site.id)).map(({ id }) => id), 'deleted'],
          tagIds: [...(await readTagNames(db, site.id)).keys(), 'deleted'],
        },
        { visitors: 25, from: Date.UTC(2026, 1, 10), seed },
      );
      const rows = await db.selectFrom('visit').select('id').where('site_id', '=', site.id).execute();
      const visits = await Promise.all(rows.map(({ id }) => readStoredVisit(db, site.id, id)));
      worlds.push({ site, visits: visits.filter((visit) => visit !== null) });
    }
  }, 60_000);

  afterAll(() => own.close());

  async function compare(expression: Expression): Promise<void> {
    for (const { site, visits } of worlds) {
      const { storage } = own;
      const rules = (await configurations.find(site.id))?.rules;
      if (!rules) throw new Error('no rules');
      const expected = visits.filter(
        ({ visit, at }) => explainExpression(rules, expression, { visit, at, staff: null }).verdict === true,
      );
      const filter = await compileVisitFilter(
        { db: storage.db, dialect: storage.dialect, site, range: { from: start, before: null } },
        expression,
      );
      const { rows } = await sql<{
        id: string;
      }>`select id from visit where site_id = ${site.id} and ${filter} order by id`.execute(storage.db);
      expect(rows.map(({ id }) => id)).toEqual(expected.map(({ visit }) => visit.id).sort());
    }
  }

  test.each(kept)('takes the visits of which the engine holds it true: %s', { timeout: 60_000 }, async (variable) => {
    expect(worlds.every(({ visits }) => visits.length > 40)).toBe(true);
    await fc.assert(
      fc.asyncProperty(conditionOn(variable), fc.constantFrom('all', 'none'), async (condition, kind) =>
        compare(kind === 'all' ? { all: [condition] } : { none: [condition] }),
      ),
      { numRuns: 20 },
    );
  });

  test('takes the same visits as the engine, whatever the groups', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(anyFilter, compare), { numRuns: 60 });
  });

  test.each(notKept)('refuses what is not kept of past visits, by its name: %s', async (variable: VariableName) => {
    const condition = fc.sample(conditionOn(variable), 1)[0];
    const [world] = worlds;
    if (!condition || !world) throw new Error('no world');
    await expect(
      compileVisitFilter(
        { ...own.storage, site: world.site, range: { from: null, before: null } },
        { any: [{ none: [condition] }] },
      ),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ path: 'filter', message: expect.stringContaining(variable) }],
    });
  });
});
