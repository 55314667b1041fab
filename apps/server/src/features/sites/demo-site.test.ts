import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stores, stores } from '../../testing/each-store.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { checkProspectRule } from '../prospects/check-prospect-rule.ts';
import { listProspectRules } from '../prospects/list-prospect-rules.ts';
import { createDemoSite, findDemoSite } from './demo-site.ts';
import { listSites } from './list-sites.ts';

const now = Date.UTC(2026, 2, 1, 9);

describe.each(stores)('the demo site on %s', (_name, open) => {
  let own: Stores;
  let siteId: string;
  beforeAll(async () => {
    own = await open();
    await createDemoSite(own.storage.db, now);
    siteId = (await findDemoSite(own.storage.db))?.id ?? '';
  });
  afterAll(() => own.close());

  test('is made once', async () => {
    await createDemoSite(own.storage.db, now + 1);
    expect((await listSites(own.storage.db, null)).map(({ id, name }) => [id, name])).toEqual([[siteId, 'Demo shop']]);
  });

  test('W-126 W-128 its advertisement is a paid listing that watches for click fraud', async () => {
    const [advertisement] = await listAlerts(own.storage.db, siteId);
    expect(advertisement).toMatchObject({
      name: 'AdWords',
      entryPages: ['*source=adwords'],
      paid: { cost: { fixed: '0.85' }, clickFraud: { entriesPerDay: 5 } },
    });
  });

  test('S-031 to S-048 its prospect rules can be saved as they are', async () => {
    const rules = await listProspectRules(own.storage.db, siteId);
    expect(rules.map(({ name, actions }) => [name, actions.popup, actions.flagAsCustomer])).toEqual([
      ['Keen reader', false, false],
      ['Comparing lamps', false, false],
      ['Customer', false, true],
    ]);
    for (const rule of rules)
      await expect(checkProspectRule(own.storage.db, siteId, rule), rule.name).resolves.toBeUndefined();
  });
});
