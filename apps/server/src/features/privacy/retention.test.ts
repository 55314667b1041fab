import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { smallestIdAt } from '../../storage/partitions.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { RetentionSweep } from './retention-sweep.ts';
import { SteadyClock } from './steady-clock.ts';

const dayMs = 86_400_000;

describe.each(appsOnStores)('R-246 retention on %s', (_name, open) => {
  let app: StoredApp;
  beforeAll(async () => {
    app = await open();
  });
  afterAll(() => app.close());

  /** A site that keeps visits and visitors for 30 days. */
  async function openSite(retention: object = { visits: 30, visitors: 30, chats: 30, notes: 30 }) {
    const site = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    await app.admin.must('PUT', `/api/v1/sites/${site.id}/privacy`, { version: 0, retention });
    return site;
  }

  /** A visit of so many days ago with a page view, and a day total that counts it. */
  async function addVisit(site: Site, daysAgo: number, visitor = randomHex(16)) {
    const { db } = app.storage;
    const at = Date.now() - daysAgo * dayMs;
    const id = idAt(at);
    const common = { site_id: site.id, visitor_id: visitor };
    await db
      .insertInto('visitor')
      .values({
        site_id: site.id,
        id: visitor,
        first_visit_at: at,
        last_visit_at: at,
        first_referrer: 'direct',
        visit_count: 1,
        page_count: 1,
        visible_ms: 0,
        name: 'Vera',
        company: null,
        email: null,
        phone: null,
        variables: '{}',
        is_prospect: 0,
        is_customer: 0,
        is_blocked: 0,
        chat_count: 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const unknown = {
      referrer: null,
      referrer_host: null,
      referring_site: null,
      search_phrase: null,
      utm_source: null,
      utm_medium: null,
      utm_campaign: null,
      utm_term: null,
      utm_content: null,
      host_name: null,
      country: null,
      region: null,
      city: null,
      organisation: null,
      own_organisation: null,
      language: null,
      time_zone: null,
      browser: null,
      os: null,
      device: null,
      screen_width: null,
      alert_id: null,
      alert_name: null,
      alert_explanation: null,
      customer: null,
    };
    await db
      .insertInto('visit')
      .values({
        ...common,
        ...unknown,
        id,
        visit_number: 1,
        started_at: at,
        last_hit_at: at,
        ended_at: at,
        page_count: 1,
        visible_ms: 0,
        entry_page: 'https://shop.example/',
        is_search: 0,
        address: '192.0.2.1',
      })
      .execute();
    await db
      .insertInto('page_view')
      .values({ ...common, id: idAt(at), visit_id: id, at, url: 'https://shop.example/', title: '', visible_ms: 0 })
      .execute();
    await db
      .insertInto('custom_event')
      .values({ ...common, id: idAt(at), visit_id: id, at, name: 'basket' })
      .execute();
    return { id, visitor };
  }

  const idAt = (at: number) => smallestIdAt(at).slice(0, 14) + newId().slice(14);
  const countOf = async (table: 'visit' | 'page_view' | 'custom_event' | 'visitor', siteId: string) =>
    (await app.storage.db.selectFrom(table).select('id').where('site_id', '=', siteId).execute()).length;
  const sweep = (pause: () => Promise<void> = async () => {}) =>
    new RetentionSweep({
      storage: app.storage,
      clock: new SteadyClock(
        () => 0,
        () => 0,
      ),
      now: () => Date.now(),
      logger: { warn: () => {} },
      pause,
    }).run();

  test('what is older than a site keeps it goes with all that hangs on it, and what is younger stays', async () => {
    const site = await openSite();
    await addVisit(site, 31.5);
    await addVisit(site, 29);
    await sweep();
    for (const table of ['visit', 'page_view', 'custom_event', 'visitor'] as const)
      expect(await countOf(table, site.id), table).toBe(1);
  });

  test('broken off in the middle it goes on from there; what a hold keeps stays', async () => {
    const site = await openSite();
    const held = await addVisit(site, 300);
    await app.admin.must('PUT', `/api/v1/sites/${site.id}/visitors/${held.visitor}/legal-hold`, { reason: 'Court' });
    for (let count = 0; count < 60; count += 1) await addVisit(site, 100 + count);
    await expect(
      sweep(async () => {
        throw new Error('the process died');
      }),
    ).rejects.toThrow('the process died');
    expect(await countOf('visit', site.id)).toBe(11);
    await sweep();
    expect(await countOf('visit', site.id)).toBe(1);
    expect(await countOf('visitor', site.id)).toBe(1);
    await app.admin.must('DELETE', `/api/v1/sites/${site.id}/visitors/${held.visitor}/legal-hold`);
    await sweep();
    expect(await countOf('visit', site.id)).toBe(0);
    expect(await countOf('visitor', site.id)).toBe(0);
  });

  test('totals of days whose facts are gone are neither called wrong nor counted anew', async () => {
    const site = await openSite();
    await addVisit(site, 40);
    await addVisit(site, 5);
    await rebuildTotals(app.storage, { write: true });
    const totals = () =>
      app.storage.db
        .selectFrom('day_total')
        .selectAll()
        .where('site_id', '=', site.id)
        .orderBy('day')
        .orderBy('counter')
        .execute();
    const before = await totals();
    expect(new Set(before.map(({ day }) => day)).size).toBe(2);
    await sweep();
    const { differences } = await rebuildTotals(app.storage, { write: true });
    expect(differences.filter(({ siteId }) => siteId === site.id)).toEqual([]);
    expect(await totals()).toEqual(before);
    // A counter of a day whose facts are there is still put right.
    await app.storage.db
      .updateTable('day_total')
      .set({ value: 9 })
      .where('site_id', '=', site.id)
      .where('day', '=', String(before.at(-1)?.day))
      .where('counter', '=', 'visits')
      .execute();
    await rebuildTotals(app.storage, { write: true });
    expect(await totals()).toEqual(before);
  });

  test('a site that keeps all for ever loses nothing', async () => {
    const site = await openSite({ visits: null, visitors: null });
    await addVisit(site, 3000);
    await sweep();
    expect(await countOf('visit', site.id)).toBe(1);
  });
});

test('a clock that jumps is not believed for an hour', () => {
  const clock = { wall: 0, monotonic: 0 };
  const steady = new SteadyClock(
    () => clock.wall,
    () => clock.monotonic,
  );
  const pass = (wallMs: number, monotonicMs = wallMs) => {
    clock.wall += wallMs;
    clock.monotonic += monotonicMs;
    return steady.isSteady();
  };
  expect(pass(0)).toBe(true);
  expect(pass(600_000)).toBe(true);
  expect(pass(400 * dayMs, 1000)).toBe(false);
  expect(pass(3_500_000)).toBe(false);
  expect(pass(200_000)).toBe(true);
  expect(pass(-dayMs, 1000)).toBe(false);
});
