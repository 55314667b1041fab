import type { Expression } from '@foyer/protocol/condition';
import type { Report, ReportId } from '@foyer/protocol/report';
import type { Site } from '@foyer/protocol/site';
import { localTime } from '@foyer/rules/site-time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert, listAlerts } from '../alerts/list-alerts.ts';
import { contentGroupsDocument } from '../content-groups/content-groups-document.ts';
import { createSite } from '../sites/create-site.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { buildReport } from './build-report.ts';
import { divideAmount } from './credit-revenue.ts';
import { type RandomFacts, randomFacts, storeFacts } from './random-facts.ts';
import { weekdayOf } from './report-days.ts';

type Visit = RandomFacts['visit'][number];

/** Lord Howe puts its clocks back by half an hour, on 5 April 2026. */
const timeZone = 'Australia/Lord_Howe';
const whole = { from: '2026-03-30', to: '2026-04-14' };
const turn = { from: '2026-04-05', to: '2026-04-05' };
const british: Expression = { all: [{ variable: 'place.country', operator: 'equals', value: 'gb' }] };

describe.each(stores)('reports of visits, on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let facts: RandomFacts;
  let alertNames: Map<string, string>;

  beforeAll(async () => {
    own = await open();
    const { storage } = own;
    site = await storage.db.transaction().execute((trx) => createSite(trx, { name: 'Shop', timeZone }, 0));
    await addAlert(storage.db, site.id, { name: 'Paid', paid: { cost: { fixed: '0.50' } } });
    const alerts = await listAlerts(storage.db, site.id);
    alertNames = new Map(alerts.map(({ id, name }) => [id, name]));
    facts = randomFacts(
      { siteId: site.id, timeZone, alertIds: [...alertNames.keys(), newId()], ruleIds: ['serious', 'buys'] },
      { visitors: 60, from: Date.UTC(2026, 2, 29, 12), days: 12, seed: 7 },
    );
    await storeFacts(storage.db, facts);
    await rebuildTotals(storage, { write: true });
  });
  afterAll(() => own.close());

  const read = (id: ReportId, asked: object = {}): Promise<Report> =>
    buildReport({ db: own.storage.reports, dialect: own.storage.dialect, site, now: 0, isWanted: () => true }, id, {
      ...whole,
      compare: 'none',
      grain: 'day',
      limit: 10_000,
      expression: null,
      ...asked,
    });
  const dayOf = (at: number) => localTime(at, timeZone).date;
  const isWithin = (day: string, range: { from: string; to: string }) => day >= range.from && day <= range.to;
  const visitOf = (id: string) => facts.visit.find((visit) => visit.id === id) as Visit;

  /** Adds up what is counted, by key. */
  function addUp(parts: Iterable<readonly [key: string | null, ...parts: number[]]>): Map<string, number[]> {
    const sums = new Map<string, number[]>();
    for (const [key, ...values] of parts)
      sums.set(
        key ?? '',
        values.map((value, index) => value + (sums.get(key ?? '')?.[index] ?? 0)),
      );
    return sums;
  }

  type Measures = (visit: Visit) => readonly number[];
  const worthOf: Measures = ({ is_prospect, customer }) => [is_prospect, customer === null ? 0 : 1];
  /** Visits that began in a range and ledger entries that were booked in it, by what they are told apart by. */
  function recount(
    keyOf: (visit: Visit) => string | null | undefined,
    range: { from: string; to: string },
    isMeant: (visit: Visit) => boolean,
    measures: Measures = worthOf,
  ): Map<string, number[]> {
    const visits = facts.visit
      .filter((visit) => isMeant(visit) && isWithin(dayOf(visit.started_at), range))
      .map((visit) => [keyOf(visit) ?? '', 1, ...measures(visit), 0] as const);
    const booked = facts.revenue_entry
      .filter((entry) => isMeant(visitOf(entry.visit_id)) && isWithin(entry.day, range))
      .map((entry) => {
        const visit = visitOf(entry.visit_id);
        return [keyOf(visit) ?? '', 0, ...measures(visit).map(() => 0), entry.amount] as const;
      });
    return addUp([...visits, ...booked]);
  }
  const percent = (part: number, of: number) => (of === 0 ? null : (part / of) * 100);
  const shown = (report: Report) => new Map(report.rows.map(({ key, values }) => [key, values]));
  const some = (sums: Map<string, number[]>) =>
    new Map([...sums].filter(([, parts]) => parts.some((part) => part !== 0)));

  const ranges = [whole, turn, { from: '2026-04-04', to: '2026-04-06' }];
  const filters = [
    [null, () => true],
    [british, (visit: Visit) => visit.country === 'GB'],
  ] as const;

  test.each<[id: ReportId, keyOf: (visit: Visit) => string | null | undefined, only?: (visit: Visit) => boolean]>([
    ['countries', ({ country }) => country],
    ['browsers', ({ browser }) => browser],
    ['operating-systems', ({ os }) => os],
    ['devices', ({ device }) => device],
    ['languages', ({ language }) => language],
    ['referring-sites', ({ referring_site }) => referring_site, ({ referring_site }) => referring_site !== null],
    ['referrers', ({ referrer_host }) => referrer_host ?? 'direct'],
    ['organisations', ({ organisation }) => organisation],
    ['screens', ({ screen_width }) => screen_width?.toString()],
    [
      'search-phrases',
      ({ search_phrase, utm_term }) => search_phrase ?? utm_term,
      ({ search_phrase, utm_term }) => (search_phrase ?? utm_term ?? null) !== null,
    ],
    [
      'cities',
      ({ city, region, country }) =>
        city || region || country ? [city, region, country].map((one) => one ?? '').join(', ') : '',
    ],
    [
      'campaigns',
      (visit) => [visit.utm_campaign, visit.utm_source, visit.utm_medium].map((one) => one ?? '').join(', '),
      (visit) => Boolean(visit.utm_campaign ?? visit.utm_source ?? visit.utm_medium),
    ],
  ])('W-131 %s: what counting by hand comes to, with a filter and without', async (id, keyOf, only = () => true) => {
    for (const range of ranges)
      for (const [expression, isMeant] of filters) {
        const counted = some(recount(keyOf, range, (visit) => only(visit) && isMeant(visit)));
        const values = new Map(
          [...counted].map(([key, [visits = 0, prospects = 0, customers = 0, revenue = 0]]) => [
            key,
            [visits, prospects, percent(prospects, visits), customers, revenue],
          ]),
        );
        const report = await read(id, { ...range, expression });
        expect(some(new Map([...shown(report)].map(([key, all]) => [key, all.map(Number)])))).toEqual(
          new Map([...values].map(([key, all]) => [key, all.map(Number)])),
        );
        const sums = [...counted.values()].reduce(
          (one, other) => one.map((part, at) => part + (other[at] ?? 0)),
          [0, 0, 0, 0],
        );
        expect(report.totals.values).toEqual([sums[0], sums[1], percent(sums[1] ?? 0, sums[0] ?? 0), sums[2], sums[3]]);
      }
  });

  test('W-130 first referrers are credited with those who became prospects and customers, and with the ledger', async () => {
    for (const range of ranges) {
      const counted = recount(
        ({ first_referrer }) => first_referrer,
        range,
        () => true,
        (visit) => [visit.is_new_prospect, visit.customer === 'new' ? 1 : 0],
      );
      const report = await read('first-referrers', range);
      expect(shown(report)).toEqual(
        new Map(
          [...counted].map(([key, [visits = 0, prospects = 0, customers = 0, revenue = 0]]) => [
            key,
            [visits, prospects, percent(prospects, visits), customers, revenue],
          ]),
        ),
      );
    }
  });

  test('entry and exit pages', async () => {
    for (const [expression, isMeant] of filters) {
      const entries = recount(
        ({ entry_page }) => entry_page,
        whole,
        isMeant,
        (visit) => [...worthOf(visit), visit.page_count === 1 ? 1 : 0],
      );
      expect(shown(await read('entry-pages', { expression }))).toEqual(
        new Map(
          [...entries].map(([key, [visits = 0, prospects = 0, customers = 0, single = 0, revenue = 0]]) => [
            key,
            [visits, percent(single, visits), prospects, percent(prospects, visits), customers, revenue],
          ]),
        ),
      );
      const meant = facts.visit.filter((visit) => isMeant(visit) && isWithin(dayOf(visit.started_at), whole));
      const exits = addUp(meant.map(({ exit_page }) => [exit_page ?? '', 1]));
      const report = await read('exit-pages', { expression });
      expect(some(shown(report) as Map<string, number[]>)).toEqual(
        new Map([...exits].map(([key, [visits = 0]]) => [key, [visits, percent(visits, meant.length)]])),
      );
    }
  });

  test('pages: views of their own day, each visit once, and how long they were read', async () => {
    for (const range of ranges)
      for (const [expression, isMeant] of filters) {
        const views = facts.page_view.filter(
          (view) => isWithin(dayOf(view.at), range) && isMeant(visitOf(view.visit_id)),
        );
        const report = await read('pages', { ...range, expression });
        const of = (seen: typeof views) => {
          const ms = seen.reduce((sum, { visible_ms }) => sum + visible_ms, 0);
          return [
            seen.length,
            new Set(seen.map(({ visit_id }) => visit_id)).size,
            seen.length === 0 ? null : (ms / seen.length) * 0.001,
          ];
        };
        expect(report.rows).toHaveLength(new Set(views.map(({ url }) => url)).size);
        for (const { key, values } of report.rows) expect(values).toEqual(of(views.filter(({ url }) => url === key)));
        expect(report.totals.values).toEqual(of(views));
      }
  });

  test('W-117 content groups: a page counts in the first group that has it, else in none', async () => {
    const groups = [
      { name: 'Sale', pages: ['sale.htm; a'] },
      { name: 'All the rest of it', pages: ['*a*', 'help/*'] },
    ];
    await own.storage.db.transaction().execute((trx) => contentGroupsDocument.save(trx, site.id, 0, { groups }));
    const groupOf = (url: string) =>
      /\/(sale\.htm|a)$/.test(url) ? 'Sale' : /\/help\//.test(url) ? 'All the rest of it' : '';
    for (const [expression, isMeant] of filters) {
      const views = facts.page_view.filter(
        (view) => isWithin(dayOf(view.at), whole) && isMeant(visitOf(view.visit_id)),
      );
      const report = await read('content-groups', { expression });
      expect(report.rows.map(({ label }) => label).toSorted()).toEqual(['All the rest of it', 'Other', 'Sale']);
      for (const { key, values } of report.rows) {
        const seen = views.filter(({ url }) => groupOf(url) === key);
        const ms = seen.reduce((sum, { visible_ms }) => sum + visible_ms, 0);
        const visits = new Set(seen.map(({ visit_id }) => visit_id)).size;
        expect(values).toEqual([seen.length, visits, (ms / seen.length) * 0.001]);
      }
      expect(report.totals.values[1]).toBe(new Set(views.map(({ visit_id }) => visit_id)).size);
    }
  });

  test('W-123 visits day by day, and by hour of the week', async () => {
    for (const [expression, isMeant] of filters) {
      const visits = facts.visit.filter((visit) => isMeant(visit) && isWithin(dayOf(visit.started_at), whole));
      const report = await read('visits', { expression });
      expect(report.rows).toHaveLength(16);
      for (const { key: day, values } of report.rows) {
        const ofDay = visits.filter(({ started_at }) => dayOf(started_at) === day);
        const views = facts.page_view.filter(
          (view) => dayOf(view.at) === day && isMeant(visitOf(view.visit_id)),
        ).length;
        const count = (isCounted: (visit: Visit) => boolean) => ofDay.filter(isCounted).length;
        const booked = facts.revenue_entry.filter((entry) => entry.day === day && isMeant(visitOf(entry.visit_id)));
        expect(values.slice(0, -1)).toEqual([
          ofDay.length,
          count(({ visit_number }) => visit_number === 1),
          count(({ visit_number }) => visit_number > 1),
          views,
          ofDay.length === 0 ? null : views / ofDay.length,
          count(({ is_prospect }) => is_prospect === 1),
          count(({ is_new_prospect }) => is_new_prospect === 1),
          count(({ customer }) => customer !== null),
          count(({ customer }) => customer === 'new'),
          booked.reduce((sum, { amount }) => sum + amount, 0),
          ofDay.reduce((sum, { cost }) => sum + cost, 0),
        ]);
      }
      expect(report.totals.values.at(-1)).toBe(expression === null ? facts.spider_hit.length : null);
      const hours = addUp(
        visits.map(({ started_at }) => {
          const { date, hour } = localTime(started_at, timeZone);
          return [`${weekdayOf(date)} ${hour}`, 1];
        }),
      );
      expect(some(shown(await read('hours', { expression })) as Map<string, number[]>)).toEqual(hours);
    }
  });

  test('W-126 alerts: free, paid, cost, worth; visits without one stand apart', async () => {
    for (const [expression, isMeant] of filters) {
      const counted = recount(
        ({ alert_id }) => alert_id,
        whole,
        isMeant,
        (visit) => [...worthOf(visit), visit.alert_paid ?? 0, visit.cost],
      );
      const report = await read('alerts', { expression });
      expect(shown(report)).toEqual(
        new Map(
          [...counted].map(([key, [visits = 0, prospects = 0, customers = 0, paid = 0, cost = 0, revenue = 0]]) => [
            key,
            [
              visits,
              key === '' ? 0 : visits - paid,
              paid,
              cost,
              prospects,
              percent(prospects, visits),
              customers,
              revenue,
            ],
          ]),
        ),
      );
      for (const { key, label, filter } of report.rows) {
        const name = alertNames.get(key);
        expect(label).toBe(key === '' ? 'No alert' : (name ?? 'Deleted alert'));
        // Some visits are of an alert that is gone: to a filter they have none, like those that never had one.
        expect(filter === null).toBe(name === undefined);
      }
    }
  });

  test('prospect types: visits in which each rule fired; a visit of two counts once in all', async () => {
    for (const [expression, isMeant] of filters) {
      const visits = facts.visit.filter((visit) => isMeant(visit) && isWithin(dayOf(visit.started_at), whole));
      const ids = new Set(visits.map(({ id }) => id));
      const fired = facts.firing.filter(({ visit_id }) => ids.has(visit_id));
      const report = await read('prospect-types', { expression });
      expect(shown(report)).toEqual(addUp(fired.map(({ rule_id }) => [rule_id, 1])));
      expect(report.totals.values).toEqual([new Set(fired.map(({ visit_id }) => visit_id)).size]);
    }
  });

  test('B-304 under every model the credits add up to the revenue', async () => {
    for (const range of ranges)
      for (const [expression, isMeant] of filters) {
        const entries = facts.revenue_entry.filter(
          (entry) => isWithin(entry.day, range) && isMeant(visitOf(entry.visit_id)),
        );
        const revenue = entries.reduce((sum, { amount }) => sum + amount, 0);
        const report = await read('attribution', { ...range, expression });
        expect(report.totals.values).toEqual([revenue, revenue, revenue]);
        const credits: [string, number, number, number][] = entries.flatMap((entry) => {
          const touches = facts.visit
            .filter(({ visitor_id, id }) => visitor_id === entry.visitor_id && id <= entry.visit_id)
            .map(({ referrer_host }) => referrer_host ?? 'direct');
          const hosts = [...new Set(touches)];
          const shares = divideAmount(
            entry.amount,
            hosts.map((host) => touches.filter((one) => one === host).length),
          );
          return [
            [entry.first_referrer, entry.amount, 0, 0],
            [entry.referrer_host ?? 'direct', 0, entry.amount, 0],
            ...hosts.map((host, index): [string, number, number, number] => [host, 0, 0, shares[index] ?? 0]),
          ];
        });
        expect(shown(report)).toEqual(some(addUp(credits)));
      }
  });

  test('the greatest rows come first, the rest is summed up, and each row stands beside what it was before', async () => {
    const all = await read('referrers', { from: '2026-04-04', to: '2026-04-07' });
    const earlier = shown(await read('referrers', { from: '2026-03-31', to: '2026-04-03' }));
    const cut = await read('referrers', {
      from: '2026-04-04',
      to: '2026-04-07',
      limit: 2,
      sort: 'revenue',
      compare: 'before',
    });
    const byRevenue = all.rows.toSorted((one, other) => (other.values[4] ?? 0) - (one.values[4] ?? 0));
    expect(cut.rows.map(({ key }) => key)).toEqual(byRevenue.slice(0, 2).map(({ key }) => key));
    expect(cut.rest?.rows).toBe(all.rows.length - 2);
    expect(cut.rest?.values[4]).toBe(byRevenue.slice(2).reduce((sum, { values }) => sum + (values[4] ?? 0), 0));
    expect(cut.totals.values).toEqual(all.totals.values);
    expect(cut.before).toEqual({ from: '2026-03-31', to: '2026-04-03' });
    for (const { key, before } of cut.rows) expect(before).toEqual(earlier.get(key) ?? null);
    expect(cut.totals.before?.[0]).toBe([...earlier.values()].reduce((sum, [visits]) => sum + (visits ?? 0), 0));
    await expect(read('referrers', { sort: 'sent' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('the filter of a row finds as many visits as the row has', async () => {
    for (const id of ['countries', 'referrers', 'entry-pages', 'cities', 'campaigns', 'screens', 'alerts'] as const) {
      const report = await read(id);
      for (const { key, values, filter } of report.rows) {
        if (filter === null) continue;
        const found = await read('visits', { expression: filter });
        expect([id, key, found.totals.values[0]]).toEqual([id, key, values[0]]);
      }
    }
  });
});
