import type { Site } from '@foyer/protocol/site';
import type { VisitorDetail, VisitorRow, VisitRow } from '@foyer/protocol/visit-list';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallestIdAt } from '../../storage/partitions.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { fillWithRandomVisits } from './random-visits.ts';

const from = Date.UTC(2026, 1, 10);

describe.each(appsOnStores)('lists, on %s', (_name, open) => {
  let app: StoredApp;
  let below: string;
  let site: Site;
  let alertId: string;

  beforeAll(async () => {
    app = await open();
    site = await app.admin.must('POST', '/api/v1/sites', { name: 'Shop', timeZone: 'Europe/London' });
    below = `/api/v1/sites/${site.id}`;
    alertId = (await app.admin.must<{ id: string }>('POST', `${below}/alerts`, { name: 'Ad' })).id;
    await fillWithRandomVisits(
      app.storage.db,
      { site, alertIds: [alertId, 'other'], tagIds: ['none'] },
      { visitors: 30, from, seed: 7 },
    );
    const { db } = app.storage;
    const visits = await db.selectFrom('visit').select(['id', 'visitor_id']).orderBy('id').execute();
    for (const [index, { id, visitor_id }] of visits.entries()) {
      if (index % 3 !== 0) continue;
      const customer = index % 2 === 0 ? 'new' : 'repeat';
      await db.updateTable('visit').set({ customer, is_prospect: 1 }).where('id', '=', id).execute();
      await db
        .updateTable('visitor')
        .set({ revenue: (index % 5) * 100 })
        .where('id', '=', visitor_id)
        .execute();
    }
    for (const [index, name] of ['Googlebot', 'bingbot', 'Googlebot', 'Googlebot'].entries()) {
      const at = from + index * 86_400_000;
      const hit = { at, name, url: `https://shop.example/${index}`, address: '203.0.113.9' };
      await db
        .insertInto('spider_hit')
        .values({ site_id: site.id, id: `${smallestIdAt(at).slice(0, 14)}7000-8000-000000000000`, ...hit })
        .execute();
    }
  }, 60_000);

  afterAll(() => app.close());

  /** All rows of a list, page by page. */
  async function readAll<T extends { id: string }>(list: string, query: Record<string, string> = {}): Promise<T[]> {
    const all: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: T[]; next: string | null } = await app.admin.must(
        'GET',
        `${below}/${list}?${new URLSearchParams({ ...query, limit: '7', ...(cursor === '' ? {} : { cursor }) })}`,
      );
      all.push(...page.items);
      cursor = page.next;
    }
    return all;
  }

  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const count = (list: string, query: Record<string, string> = {}) =>
    app.admin.must('GET', `${below}/${list}/count?${new URLSearchParams(query)}`);
  const filter = (...all: unknown[]) => ({ filter: JSON.stringify({ all }) });

  test('visits come newest first or oldest first, every one once, with who it was', async () => {
    const rows = await readAll<VisitRow>('visits');
    expect(rows.length).toBeGreaterThan(50);
    expect(ids(rows)).toEqual([...ids(rows)].sort().reverse());
    expect(ids(await readAll('visits', { direction: 'ascending' }))).toEqual(ids(rows).reverse());
    expect(await count('visits')).toEqual({ count: rows.length, isMore: false });
    expect(rows.some(({ visitorName }) => visitorName !== null)).toBe(true);
  });

  test('days are those of the site’s clock, both included', async () => {
    const rows = await readAll<VisitRow>('visits');
    const days = { from: '2026-03-28', to: '2026-03-29' };
    // The clocks go forward on 29 March: the day ends at 23:00 UTC.
    const wanted = rows.filter(
      ({ startedAt }) => startedAt >= Date.UTC(2026, 2, 28) && startedAt < Date.UTC(2026, 2, 29, 23),
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(ids(await readAll('visits', days))).toEqual(ids(wanted));
    expect(await count('visits', days)).toEqual({ count: wanted.length, isMore: false });
  });

  test('S-011 visits of one alert, and of one visitor', async () => {
    const rows = await readAll<VisitRow>('visits');
    expect(ids(await readAll('visits', { alertId }))).toEqual(ids(rows.filter((row) => row.alertId === alertId)));
    const visitorId = `${site.key}-3`;
    const own = rows.filter((row) => row.visitorId === visitorId);
    expect(own.length).toBe(4);
    expect(ids(await readAll('visits', { visitorId }))).toEqual(ids(own));
  });

  test('a filter takes what it holds true of, and counts the same', async () => {
    const rows = await readAll<VisitRow>('visits');
    const british = filter({ variable: 'place.country', operator: 'equals', value: 'gb' });
    const wanted = rows.filter(({ country }) => country === 'GB');
    expect(wanted.length).toBeGreaterThan(7);
    expect(ids(await readAll('visits', british))).toEqual(ids(wanted));
    expect(await count('visits', british)).toEqual({ count: wanted.length, isMore: false });
    expect(ids(await readAll('customers', { ...british, direction: 'ascending' }))).toEqual(
      ids(wanted.filter(({ customer }) => customer !== null)).reverse(),
    );
  });

  test('a filter that cannot be used is refused by its name', async () => {
    for (const text of [
      '{',
      '{"all":[{"variable":"no.such","operator":"isSet"}]}',
      '{"all":[{"variable":"staff.online","operator":">","value":1}]}',
    ]) {
      const answer = await app.admin.call('GET', `${below}/visits?${new URLSearchParams({ filter: text })}`);
      expect(answer.statusCode).toBe(400);
      expect(errorsOf(answer)).toEqual([expect.stringMatching(/^filter: /)]);
    }
  });

  test('prospects by type: visits in which that rule fired', async () => {
    const prospects = await readAll<VisitRow>('prospects');
    expect(prospects.length).toBeGreaterThan(10);
    const fired = await app.storage.db
      .selectFrom('firing')
      .select('visit_id')
      .distinct()
      .where('rule_id', '=', 'rule-1')
      .where('rule_kind', '=', 'prospectRule')
      .where('shadow', '=', 0)
      .orderBy('visit_id', 'desc')
      .execute();
    expect(ids(await readAll('prospects', { type: 'rule-1' }))).toEqual(fired.map(({ visit_id }) => visit_id));
  });

  test('customers by what they brought, those with as much by their visit', async () => {
    const rows = await readAll<VisitRow>('customers', { sort: 'revenue' });
    const keys = rows.map(({ revenue, id }) => [revenue, id] as const);
    const sorted = [...keys].sort(([a, x], [b, y]) => b - a || (x < y ? 1 : -1));
    expect(new Set(keys.map(([revenue]) => revenue)).size).toBeGreaterThan(2);
    expect(keys).toEqual(sorted);
    expect(rows.length).toBe((await readAll('customers')).length);
    const march = { from: '2026-03-01', to: '2026-03-31' };
    const inMarch = rows.filter(
      ({ startedAt }) => startedAt >= Date.UTC(2026, 2, 1) && startedAt < Date.UTC(2026, 2, 31, 23),
    );
    expect(inMarch.length).toBeGreaterThan(2);
    expect(inMarch.length).toBeLessThan(rows.length);
    expect(ids(await readAll('customers', { ...march, sort: 'revenue' }))).toEqual(ids(inMarch));
    expect(ids(await readAll('customers', march))).toEqual([...ids(inMarch)].sort().reverse());
    expect(await count('customers', march)).toEqual({ count: inMarch.length, isMore: false });
    const refused = await app.admin.call('GET', `${below}/customers?sort=revenue&cursor=nonsense`);
    expect(errorsOf(refused)).toEqual([expect.stringMatching(/^cursor: /)]);
  });

  test('visitors by their last visit or by revenue; a filter is about their newest visit', async () => {
    const rows = await readAll<VisitorRow>('visitors', { direction: 'ascending' });
    expect(rows.map(({ lastVisitAt }) => lastVisitAt)).toEqual(
      rows.map(({ lastVisitAt }) => lastVisitAt).sort((a, b) => a - b),
    );
    expect(rows.length).toBe(30);
    const byRevenue = await readAll<VisitorRow>('visitors', { sort: 'revenue' });
    expect(byRevenue.map(({ revenue }) => revenue)).toEqual(rows.map(({ revenue }) => revenue).sort((a, b) => b - a));
    const march = { from: '2026-03-10', to: '2026-03-31', sort: 'revenue' };
    const inMarch = byRevenue.filter(
      ({ lastVisitAt }) => lastVisitAt >= Date.UTC(2026, 2, 10) && lastVisitAt < Date.UTC(2026, 2, 31, 23),
    );
    expect(inMarch.length).toBeGreaterThan(2);
    expect(ids(await readAll('visitors', march))).toEqual(ids(inMarch));
    const german = filter({ variable: 'place.country', operator: 'equals', value: 'Germany' });
    const wanted = rows.filter(({ country }) => country === 'DE');
    expect(wanted.length).toBeGreaterThan(1);
    expect(ids(await readAll('visitors', { ...german, direction: 'ascending' }))).toEqual(ids(wanted));
    expect(await count('visitors', german)).toEqual({ count: wanted.length, isMore: false });
  });

  test('a visitor’s detail has all that is known of them', async () => {
    const visitorId = `${site.key}-5`;
    const detail = await app.admin.must<VisitorDetail>('GET', `${below}/visitors/${visitorId}`);
    const visits = await readAll<VisitRow>('visits', { visitorId });
    expect(detail).toMatchObject({ visitor: { id: visitorId, currency: 'GBP' }, noteCount: 0, ledger: [] });
    expect(ids(detail.visits)).toEqual(ids(visits));
    expect((await app.admin.call('GET', `${below}/visitors/nobody`)).statusCode).toBe(404);
  });

  test('spiders: each hit, and how often each came in some days', async () => {
    expect((await readAll<{ id: string; url: string }>('spiders')).map(({ url }) => url.slice(-1))).toEqual([
      '3',
      '2',
      '1',
      '0',
    ]);
    expect(await readAll('spiders', { name: 'bingbot', direction: 'ascending' })).toMatchObject([{ name: 'bingbot' }]);
    expect(await app.admin.must('GET', `${below}/spiders/names?from=2026-02-11`)).toEqual({
      items: [
        { name: 'Googlebot', hits: 2, lastAt: from + 3 * 86_400_000 },
        { name: 'bingbot', hits: 1, lastAt: from + 86_400_000 },
      ],
    });
  });
});
