import type { DashboardFigures } from '@foyer/protocol/dashboard';
import type { Site } from '@foyer/protocol/site';
import { addDays, instantOf, localTime } from '@foyer/rules/site-time';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stores, stores } from '../../testing/each-store.ts';
import { createSite } from '../sites/create-site.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { countPartDays } from './count-part-days.ts';
import { readToday } from './read-today.ts';

const minute = 60_000;

/** One visit with what came of it: all figures differ, so that none passes for another. */
interface Played {
  readonly at: number;
  readonly isFirst: boolean;
  readonly isProspect: boolean;
  readonly isCustomer: boolean;
  readonly revenue: number;
  readonly pageAt: readonly number[];
  readonly chat: { readonly at: number; readonly waitMs: number | null; readonly rating: number | null } | null;
}

describe.each(stores)('today and before on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  const played: Played[] = [];
  const zone = 'Europe/London';

  beforeAll(async () => {
    own = await open();
    site = await own.storage.db
      .transaction()
      .execute((trx) => createSite(trx, { name: 'Shop', timeZone: zone, currency: 'EUR' }, 0));
    // From 10 February to 31 March: clocks go forward in the night to 29 March.
    const first = Date.UTC(2026, 1, 10, 5);
    for (let index = 0; first + index * 97 * minute < Date.UTC(2026, 3, 1); index += 1) {
      const at = first + index * 97 * minute;
      played.push({
        at,
        isFirst: index % 2 === 0,
        isProspect: index % 3 === 0,
        isCustomer: index % 7 === 0,
        revenue: index % 7 === 0 ? 100 + index : 0,
        pageAt: Array.from({ length: 1 + (index % 4) }, (_, page) => at + page * 11 * minute),
        chat:
          index % 5 === 0
            ? {
                at: at + 2 * minute,
                waitMs: index % 10 === 0 ? 1000 * (1 + (index % 90)) : null,
                rating: index % 20 === 0 ? 1 + (index % 5) : null,
              }
            : null,
      });
    }
    for (const one of played) await store(one);
    await rebuildTotals(own.storage, { write: true });
  });
  afterAll(() => own.close());

  async function store(one: Played): Promise<void> {
    const { db } = own.storage;
    const { at } = one;
    const keys = { site_id: site.id, id: v7({ msecs: at }) };
    const visitor_id = keys.id;
    const of = { visitor_id, visit_id: keys.id };
    const { date: day } = localTime(at, zone);
    const none = {
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
    };
    await db
      .insertInto('visit')
      .values({
        ...none,
        ...keys,
        visitor_id,
        visit_number: one.isFirst ? 1 : 2,
        started_at: at,
        last_hit_at: at,
        ended_at: at,
        page_count: one.pageAt.length,
        visible_ms: 0,
        entry_page: 'https://shop.example/',
        is_search: 0,
        address: '192.0.2.1',
        is_prospect: one.isProspect ? 1 : 0,
        customer: one.isCustomer ? 'new' : null,
        revenue: one.revenue,
      })
      .execute();
    const pages = one.pageAt.map((viewedAt) => ({
      site_id: site.id,
      id: v7({ msecs: viewedAt }),
      ...of,
      at: viewedAt,
      url: 'https://shop.example/',
      title: '',
      visible_ms: 0,
    }));
    await db.insertInto('page_view').values(pages).execute();
    if (one.isProspect)
      await db
        .insertInto('firing')
        .values({
          ...keys,
          ...of,
          rule_kind: 'prospectRule',
          rule_id: keys.id,
          rule_version: 1,
          rule_name: 'Serious',
          at,
          shadow: 0,
          occurrence: keys.id,
          explanation: '{}',
        })
        .execute();
    const entry = { ...keys, ...of, at, day, first_referrer: 'direct', occurrence: keys.id };
    if (one.isCustomer)
      await db
        .insertInto('customer_entry')
        .values({ ...entry, rule_name: null, kind: 'new', reason: null, operator_id: null })
        .execute();
    if (one.revenue !== 0)
      await db
        .insertInto('revenue_entry')
        .values({ ...entry, amount: one.revenue, order_id: null, referrer_host: null })
        .execute();
    if (one.chat === null) return;
    const takenAt = one.chat.waitMs === null ? null : one.chat.at + one.chat.waitMs;
    await db
      .insertInto('chat')
      .values({
        site_id: site.id,
        id: v7({ msecs: one.chat.at }),
        ...of,
        state: takenAt === null ? 'missed' : 'closed',
        operator_id: null,
        operator_name: null,
        visitor_name: null,
        visitor_email: null,
        invite_id: null,
        invitation_id: null,
        alert_id: null,
        country: null,
        page_url: null,
        requested_at: one.chat.at,
        pending_since: null,
        accepted_at: takenAt,
        taken_at: takenAt,
        ended_at: takenAt,
        ended_by: null,
        missed_reason: takenAt === null ? 'timedOut' : null,
        visitor_left_at: null,
        quiet_since: null,
        nudged: 0,
        last_seq: 0,
        last_message: null,
        seen_by_visitor: 0,
        seen_by_operator: 0,
        help: null,
        wrap_up: null,
        claim: null,
        answered: null,
        transcript_to: null,
        rating: one.chat.rating,
        version: 1,
      })
      .execute();
  }

  /** What the same is in plain JavaScript, of stretches of time, per so many days. */
  function expected(stretches: readonly (readonly [from: number, before: number])[], days = 1): DashboardFigures {
    const isIn = (at: number) => stretches.some(([from, before]) => at >= from && at < before);
    const visits = played.filter(({ at }) => isIn(at));
    const chats = played.flatMap(({ chat }) => (chat && isIn(chat.at) ? [chat] : []));
    const waits = chats.flatMap(({ waitMs }) => waitMs ?? []);
    const ratings = chats.flatMap(({ rating }) => rating ?? []);
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    return {
      visits: visits.length / days,
      pageViews: played.flatMap(({ pageAt }) => pageAt).filter(isIn).length / days,
      newVisitors: visits.filter(({ isFirst }) => isFirst).length / days,
      prospects: visits.filter(({ isProspect }) => isProspect).length / days,
      customers: visits.filter(({ isCustomer }) => isCustomer).length / days,
      revenue: sum(visits.map(({ revenue }) => revenue)) / days,
      chatRequests: chats.length / days,
      missed: (chats.length - waits.length) / days,
      averageWait: waits.length === 0 ? null : expect.closeTo(sum(waits) / waits.length / 1000, 6),
      averageRating: ratings.length === 0 ? null : expect.closeTo(sum(ratings) / ratings.length, 6),
    };
  }

  const start = (day: string) => instantOf(day, 0, zone);
  const whole = (day: string) => [start(day), start(addDays(day, 1))] as const;
  const until = (day: string, time: string) => {
    const [hour = 0, minutes = 0] = time.split(':').map(Number);
    return [start(day), instantOf(day, hour * 60 + minutes, zone)] as const;
  };
  /** Only what happened by then is known: the rest of the rows of that day are of the future. */
  const read = (now: number) =>
    readToday(own.storage.reports, site, now, (parts) => countPartDays(own.storage.reports, site, parts));

  test('on the day on which the clocks went forward, and at a time that other days have', async () => {
    const { today, month, lastMonth, currency, sums } = await read(instantOf('2026-03-29', 14 * 60 + 20, zone));
    expect([today, month, lastMonth, currency]).toEqual(['2026-03-29', '2026-03-01', '2026-02-01', 'EUR']);
    const days = ['2026-03-22', '2026-03-15', '2026-03-08', '2026-03-01'];
    expect(sums.today).toEqual(expected([whole('2026-03-29')]));
    expect(sums.weekday).toEqual({
      days,
      untilNow: expected(
        days.map((day) => until(day, '14:20')),
        4,
      ),
      whole: expected(days.map(whole), 4),
    });
    // Last month had no 29th: by then it was over.
    const february = [start('2026-02-01'), start('2026-03-01')] as const;
    expect(sums.lastMonth).toEqual({ untilNow: expected([february]), whole: expected([february]) });
    expect(sums.month).toEqual(expected([[start('2026-03-01'), start('2026-03-30')]]));
  });

  test('up to the same day of the month, at the same time', async () => {
    const { sums } = await read(instantOf('2026-03-12', 9 * 60 + 7, zone) + 59_000);
    expect(sums.lastMonth?.untilNow).toEqual(
      expected([[start('2026-02-01'), instantOf('2026-02-12', 9 * 60 + 7, zone)]]),
    );
    // To the minute, and all four days that the site has seen.
    expect(sums.weekday?.days).toEqual(['2026-03-05', '2026-02-26', '2026-02-19', '2026-02-12']);
  });

  test('the hour that one of the compared days has not', async () => {
    const { sums } = await read(instantOf('2026-04-05', 90, zone));
    const days = ['2026-03-29', '2026-03-22', '2026-03-15', '2026-03-08'];
    // At 1:00 it was 2:00: what was before the leap counts.
    expect(sums.weekday?.untilNow).toEqual(
      expected(
        [[start('2026-03-29'), Date.UTC(2026, 2, 29, 1)], ...days.slice(1).map((day) => until(day, '01:30'))],
        4,
      ),
    );
  });

  test('a site that is new is compared with what there was, or with nothing', async () => {
    const { sums } = await read(instantOf('2026-02-17', 12 * 60, zone));
    expect(sums.weekday?.days).toEqual(['2026-02-10']);
    expect(sums.weekday?.untilNow).toEqual(expected([until('2026-02-10', '12:00')]));
    expect(sums.lastMonth).toBeNull();
    const before = await read(instantOf('2026-02-10', 12 * 60, zone));
    expect(before.sums).toMatchObject({ weekday: null, lastMonth: null });
  });
});
