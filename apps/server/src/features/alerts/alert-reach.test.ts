import type { Alert, AlertReach } from '@foyer/protocol/alert';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';

const day = 86_400_000;

describe.each(appsOnStores)('the reach of alerts on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop', timeZone: 'Asia/Tokyo' });
    const alerts = `/api/v1/sites/${site.id}/alerts`;
    const { db } = server.storage;
    return {
      siteId: site.id as string,
      add: (alert: object) => admin.must<Alert>('POST', alerts, alert),
      reach: () => admin.must<AlertReach>('GET', `${alerts}/reach`),
      count: (counter: string, date: string, value: number) =>
        db.insertInto('day_total').values({ site_id: site.id, day: date, counter, value }).execute(),
      /** A firing of an alert in a visit that began so long ago. */
      fire: (alertId: string, agoMs: number, shadow: boolean) => {
        const visitId = v7({ msecs: server.clock.now() - agoMs });
        const kind = shadow ? 'shadow alert' : 'alert';
        return db
          .insertInto('firing')
          .values({
            site_id: site.id,
            id: newId(),
            rule_kind: 'alert',
            rule_id: alertId,
            rule_version: 1,
            rule_name: 'One',
            visitor_id: 'v',
            visit_id: visitId,
            at: server.clock.now() - agoMs,
            shadow: shadow ? 1 : 0,
            occurrence: shadow ? `${kind} ${alertId} ${visitId}` : `${kind} ${visitId}`,
            explanation: 'null',
          })
          .execute();
      },
    };
  }

  /** The day of the site's zone so many days ago. */
  const dayAgo = (days: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(server.clock.now() - days * day);

  test('S-011 an alert has reached the visits of the last 30 days of the site that were its own', async () => {
    const site = await openSite();
    const [one, two] = [await site.add({ name: 'One' }), await site.add({ name: 'Two' })];
    await site.count('visits', dayAgo(0), 70);
    await site.count('visits', dayAgo(30), 5);
    await site.count('visits', dayAgo(31), 1000);
    await site.count(`alert:${one.id}`, dayAgo(0), 11);
    await site.count(`alert:${one.id}`, dayAgo(30), 2);
    await site.count(`alert:${one.id}`, dayAgo(31), 400);
    await site.count('alertsFree', dayAgo(0), 13);
    await site.fire(two.id, day, false);
    const { days, visits, items } = await site.reach();
    expect([days, visits]).toEqual([30, 75]);
    expect(items.slice(0, 2)).toEqual([
      { id: one.id, visits: 13, shadow: null },
      { id: two.id, visits: 0, shadow: null },
    ]);
  });

  test('B-305 an alert in shadow tells what it would have had', async () => {
    const site = await openSite();
    const [one, two] = [await site.add({ name: 'One', shadow: true }), await site.add({ name: 'Two', shadow: true })];
    for (const agoMs of [0, day, 29 * day, 31 * day]) await site.fire(one.id, agoMs, true);
    await site.fire(two.id, 2 * day, true);
    await site.count(`alert:${one.id}`, dayAgo(3), 4);
    expect((await site.reach()).items.slice(0, 2)).toEqual([
      { id: one.id, visits: 4, shadow: 3 },
      { id: two.id, visits: 0, shadow: 1 },
    ]);
  });

  test('another site counts for nothing', async () => {
    const [site, other] = [await openSite(), await openSite()];
    const one = await site.add({ name: 'One', shadow: true });
    await other.fire(one.id, day, true);
    await other.count(`alert:${one.id}`, dayAgo(0), 9);
    expect(await site.reach()).toMatchObject({ visits: 0, items: [{ visits: 0, shadow: 0 }, { visits: 0 }] });
  });
});
