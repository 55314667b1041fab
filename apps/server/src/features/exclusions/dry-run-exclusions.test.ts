import type { ExclusionsDryRun, ExclusionsInput } from '@foyer/protocol/exclusions';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addressIn } from '../../testing/test-app.ts';
import { addOperator } from '../../testing/world.ts';
import { type DryRunLimits, dryRunExclusions } from './dry-run-exclusions.ts';

const day = 86_400_000;
const none = { pages: [], addresses: [], keywordsAndReferrers: [], countries: [] };
const wide: DryRunLimits = { visits: 1e6, pageViews: 1e6, ms: 1e6 };

/** A visit as the tests tell it. */
interface Told {
  address?: string;
  country?: string | null;
  referrer?: string;
  searchPhrase?: string;
  utmTerm?: string;
  /** Paths, in order. */
  pages?: string[];
  agoMs?: number;
}

describe.each(appsOnStores)('exclusions tried on the past, on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  let siteId: string;
  let below: string;
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    siteId = (await admin.must('POST', '/api/v1/sites', { name: 'Shop' })).id;
    below = `/api/v1/sites/${siteId}/exclusions`;
  });

  /** Stores a visit with its page views; the answer is its id. Told later, it began later. */
  let told = 0;
  async function addVisit(visit: Told = {}, site = siteId): Promise<string> {
    const { address = '192.0.2.1', country = null, referrer = null, searchPhrase = null, utmTerm = null } = visit;
    const { pages = ['/'], agoMs = day } = visit;
    const at = server.clock.now() - agoMs + told++ * 100;
    const id = v7({ msecs: at });
    const urls = pages.map((path) => `https://shop.example${path}`);
    const { db } = server.storage;
    await db
      .insertInto('visit')
      .values({
        site_id: site,
        id,
        visitor_id: 'v',
        visit_number: 1,
        started_at: at,
        last_hit_at: at,
        page_count: pages.length,
        visible_ms: 0,
        entry_page: urls[0] ?? '',
        referrer,
        referrer_host: referrer === null ? null : new URL(referrer).hostname,
        is_search: 0,
        search_phrase: searchPhrase,
        utm_term: utmTerm,
        address,
        country,
      })
      .execute();
    for (const [index, url] of urls.entries())
      await db
        .insertInto('page_view')
        .values({
          site_id: site,
          id: v7({ msecs: at + index }),
          visit_id: id,
          visitor_id: 'v',
          at: at + index,
          url,
          title: '',
          visible_ms: 0,
        })
        .execute();
    return id;
  }

  const run = (lists: Partial<ExclusionsInput>, limits = wide, now: () => number = server.clock.now) =>
    dryRunExclusions(
      server.storage.reports,
      siteId,
      { ...none, ...lists },
      { limits, now, isWanted: () => true, keepsFragments: false },
    );

  test('no list, no visit: nothing is excluded', async () => {
    const nothing = {
      lists: {
        pages: { entries: [], pageViews: 0 },
        addresses: { entries: [], visits: 0 },
        keywordsAndReferrers: { entries: [], visits: 0 },
        countries: { entries: [], visits: 0 },
      },
      visitsExcluded: 0,
      pageViewsExcluded: 0,
      sample: [],
      complete: true,
    };
    expect(await run({})).toEqual({ visits: 0, pageViews: 0, ...nothing });
    await addVisit({ pages: ['/', '/a'] });
    await addVisit({ pages: ['/'] });
    expect(await run({})).toEqual({ visits: 2, pageViews: 3, ...nothing });
  });

  test('S-060 to S-062 each list and each entry is judged by itself', async () => {
    await addVisit({ address: '10.0.0.1', country: 'GB', searchPhrase: 'red shoes', pages: ['/', '/a'] });
    await addVisit({ address: '10.0.0.2', country: 'FR', referrer: 'https://forum.example/red', pages: ['/'] });
    await addVisit({ address: '192.0.2.1', country: 'GB', utmTerm: 'red', pages: ['/', '/a', '/b'] });
    await addVisit({ address: '192.0.2.2', country: null, pages: ['/', '/a', '/b', '/c'] });
    expect(
      await run({
        addresses: ['10.*', '10.0.0.1; 10.0.0.9'],
        keywordsAndReferrers: ['red', 'shoes', '*.example', 'blue'],
        countries: ['United Kingdom', 'GB', 'Spain'],
      }),
    ).toMatchObject({
      visits: 4,
      pageViews: 10,
      lists: {
        pages: { entries: [], pageViews: 0 },
        addresses: {
          entries: [
            { entry: '10.*', visits: 2 },
            { entry: '10.0.0.1', visits: 1 },
            { entry: '10.0.0.9', visits: 0 },
          ],
          visits: 2,
        },
        keywordsAndReferrers: {
          entries: [
            { entry: 'red', visits: 3 },
            { entry: 'shoes', visits: 1 },
            { entry: '*.example', visits: 1 },
            { entry: 'blue', visits: 0 },
          ],
          visits: 3,
        },
        countries: {
          entries: [
            { entry: 'United Kingdom', visits: 2 },
            { entry: 'GB', visits: 2 },
            { entry: 'Spain', visits: 0 },
          ],
          visits: 2,
        },
      },
      visitsExcluded: 3,
      pageViewsExcluded: 6,
      complete: true,
    });
  });

  test('S-057 pages are counted by page view and by visit; a visit of such pages alone would not have been', async () => {
    await addVisit({ pages: ['/', '/support/a.htm', '/support/b.htm'] });
    await addVisit({ pages: ['/support/a.htm', '/support/c.htm'], country: 'FR' });
    await addVisit({ pages: ['/support/a.htm', '/'], country: 'GB' });
    await addVisit({ pages: [] });
    expect(await run({ pages: ['support/*.*', '*a.htm', 'nowhere'], countries: ['GB'] })).toMatchObject({
      visits: 4,
      pageViews: 7,
      lists: {
        pages: {
          entries: [
            { entry: 'support/*.*', pageViews: 5, visits: 3 },
            { entry: '*a.htm', pageViews: 3, visits: 3 },
            { entry: 'nowhere', pageViews: 0, visits: 0 },
          ],
          pageViews: 5,
        },
        countries: { visits: 1 },
      },
      visitsExcluded: 2, // the French one, and the British one
      pageViewsExcluded: 6, // two of the first, two of the French, both of the British
      sample: [
        { country: 'GB', list: 'countries', entry: 'GB' },
        { country: 'FR', list: 'pages', entry: 'support/*.*', entryPage: 'https://shop.example/support/a.htm' },
      ],
    });
  });

  test('an entry given twice is counted once', async () => {
    await addVisit({ address: '10.0.0.1' });
    const { lists } = await run({ addresses: ['10.*', '10.*;10.*'], pages: ['*', '*'] });
    expect(lists.addresses).toEqual({ entries: [{ entry: '10.*', visits: 1 }], visits: 1 });
    expect(lists.pages).toEqual({ entries: [{ entry: '*', pageViews: 1, visits: 1 }], pageViews: 1 });
  });

  test('the sample has the ten newest, each with the first entry that excludes it', async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 12; number++)
      ids.push(
        await addVisit({ address: `10.0.0.${number}`, country: 'GB', referrer: 'https://a.example/', pages: ['/x'] }),
      );
    await addVisit({ address: '192.0.2.1' });
    const { sample } = await run({ addresses: ['10.*', '10.0.*'], countries: ['GB'] });
    expect(sample.map((visit) => visit.id)).toEqual(ids.reverse().slice(0, 10));
    expect(sample[0]).toEqual({
      id: ids[0],
      startedAt: expect.any(Number),
      address: '10.0.0.12',
      country: 'GB',
      referrer: 'https://a.example/',
      entryPage: 'https://shop.example/x',
      list: 'addresses',
      entry: '10.*',
    });
  });

  test.each<[what: string, agoMs: number, visits: number]>([
    ['within 30 days', 30 * day - 60_000, 1],
    ['longer ago', 30 * day + 60_000, 0],
  ])('a visit %s: %#', async (_what, agoMs, visits) => {
    await addVisit({ agoMs, pages: ['/', '/a'] });
    expect(await run({ pages: ['a'] })).toMatchObject({ visits, pageViews: 2 * visits, pageViewsExcluded: visits });
  });

  test('another site’s visits are not looked at', async () => {
    const other = await admin.must('POST', '/api/v1/sites', { name: 'Other' });
    await addVisit({ address: '10.0.0.1' }, other.id);
    expect(await run({ addresses: ['10.*'], pages: ['*'] })).toMatchObject({ visits: 0, pageViews: 0, sample: [] });
  });

  test('more visits than are read at once', async () => {
    const at = server.clock.now() - day;
    const ids = Array.from({ length: 2500 }, (_, index) => v7({ msecs: at + index }));
    for (let start = 0; start < ids.length; start += 500) {
      const visits = ids.slice(start, start + 500).map((id, index) => ({
        site_id: siteId,
        id,
        visitor_id: 'v',
        visit_number: 1,
        started_at: at,
        last_hit_at: at,
        page_count: 3,
        visible_ms: 0,
        entry_page: '',
        is_search: 0,
        address: `10.0.${(start + index) % 5}.1`,
      }));
      await server.storage.db.insertInto('visit').values(visits).execute();
      for (const path of ['/', '/a', '/b'])
        await server.storage.db
          .insertInto('page_view')
          .values(
            visits.map(({ id }) => ({
              site_id: siteId,
              id: v7({ msecs: at }),
              visit_id: id,
              visitor_id: 'v',
              at,
              url: `https://shop.example${path}`,
              title: '',
              visible_ms: 0,
            })),
          )
          .execute();
    }
    expect(await run({ addresses: ['10.0.0.*'], pages: ['a'] })).toMatchObject({
      visits: 2500,
      pageViews: 7500,
      lists: { pages: { pageViews: 2500 }, addresses: { visits: 500 } },
      visitsExcluded: 500,
      pageViewsExcluded: 500 * 3 + 2000,
      complete: true,
    });
  });

  test.each<[what: string, limits: Partial<DryRunLimits>, looked: object]>([
    ['as many visits as there are', { visits: 3 }, { visits: 3, visitsExcluded: 1, complete: true }],
    ['fewer visits', { visits: 2 }, { visits: 2, visitsExcluded: 0, complete: false }],
    ['fewer page views', { pageViews: 3 }, { visits: 2, pageViews: 4, visitsExcluded: 0, complete: false }],
    ['no time', { ms: 0 }, { visits: 0, visitsExcluded: 0, complete: false }],
  ])('looks at %s, the newest, and says so', async (_what, limits, looked) => {
    await addVisit({ address: '10.0.0.1' });
    await addVisit({ pages: ['/', '/a'] });
    await addVisit({ pages: ['/', '/b'] });
    expect(await run({ addresses: ['10.*'] }, { ...wide, ...limits })).toMatchObject(looked);
  });

  test('time that runs out on the way ends it; a visit begun is finished', async () => {
    for (let number = 1; number <= 20; number++) await addVisit({ pages: ['/', '/a', '/b'] });
    let at = server.clock.now();
    const findings = await run({ pages: ['a'] }, { ...wide, ms: 100 }, () => at++);
    expect(findings.complete).toBe(false);
    expect(findings.visits).toBeGreaterThan(0);
    expect(findings.visits).toBeLessThan(20);
    expect(findings.pageViews).toBe(findings.visits * 3);
  });

  test('nobody waits any more: it stops', async () => {
    await addVisit();
    const options = { limits: wide, now: server.clock.now, isWanted: () => false, keepsFragments: false };
    expect(await dryRunExclusions(server.storage.reports, siteId, none, options)).toMatchObject({
      visits: 0,
      complete: false,
    });
  });

  test('others get their turn while it runs', async () => {
    for (let number = 1; number <= 5; number++) await addVisit({ pages: ['/', '/a'] });
    let turns = 0;
    let isRunning = true;
    const takeTurns = () => {
      turns += 1;
      if (isRunning) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    // To this clock each step takes long. Reading gives way a few times by itself; judging must, too.
    let at = server.clock.now();
    const turnsSeen = new Set<number>();
    const now = () => {
      turnsSeen.add(turns);
      at += 20;
      return at;
    };
    const findings = await run({ pages: ['a'] }, wide, now);
    isRunning = false;
    expect(findings).toMatchObject({ visits: 5, pageViews: 10, complete: true });
    expect(turnsSeen.size).toBeGreaterThanOrEqual(15); // after each visit and each page view
  });

  test('over HTTP, and nothing is saved', async () => {
    await addVisit({ address: '10.0.0.1' });
    const answer = await admin.must<ExclusionsDryRun>('POST', `${below}/dry-run`, { addresses: ['10.*'] });
    expect(answer).toMatchObject({ visits: 1, visitsExcluded: 1, complete: true, excludesYou: false });
    expect(await admin.must('GET', below)).toEqual({ ...none, version: 0 });
  });

  test.each<[what: string, lists: object, from: string, excludesYou: boolean]>([
    ['by address', { addresses: ['198.51.100.*'] }, '198.51.100.7', true],
    ['by another’s address', { addresses: ['198.51.100.8'] }, '198.51.100.7', false],
    ['by country', { countries: ['France'] }, addressIn.FR, true],
    ['by another country', { countries: ['Spain'] }, addressIn.FR, false],
    ['by no page', { pages: ['*'] }, '198.51.100.7', false],
  ])('S-060 whether it excludes whoever asks: %s', async (_what, lists, from, excludesYou) => {
    const answer = await admin.call('POST', `${below}/dry-run`, { body: lists, from });
    expect(answer.json()).toMatchObject({ excludesYou });
  });

  test('S-060 one’s own address is told, as exclusions know it', async () => {
    const answer = await admin.call('GET', `${below}/own-address`, { from: '::ffff:198.51.100.7' });
    expect(answer.json()).toEqual({ address: '198.51.100.7', country: null });
    const abroad = await admin.call('GET', `${below}/own-address`, { from: addressIn.FR });
    expect(abroad.json()).toEqual({ address: addressIn.FR, country: 'FR' });
  });

  test.each<[what: string, lists: object, error: RegExp]>([
    ['a country nobody knows', { countries: ['Germny'] }, /^countries\.0: .*Did you mean Germany\?$/],
    ['one of two in an entry', { countries: ['France; Germny'] }, /^countries\.0: “Germny” is no country/],
    ['an address that is none', { addresses: ['10.*', 'x'] }, /^addresses\.1: is not an IP address/],
    ['a pattern that cannot be matched', { pages: ['re:('] }, /^pages\.0: is not an expression/],
    ['an entry of nothing', { keywordsAndReferrers: ['a', ' '] }, /^keywordsAndReferrers\.1: is empty$/],
    ['a version', { version: 0 }, /version/],
  ])('refused, naming the entry: %s', async (_what, lists, error) => {
    const answer = await admin.call('POST', `${below}/dry-run`, { body: lists });
    expect([answer.statusCode, errorsOf(answer)]).toEqual([400, [expect.stringMatching(error)]]);
  });

  test('several in one entry are saved as they are read', async () => {
    const lists = { addresses: ['10.0.0.0/8; 203.0.113.7'], countries: ['France;GB'] };
    expect(await admin.must('PUT', below, { ...lists, version: 0 })).toEqual({ ...none, ...lists, version: 1 });
  });

  test('an operator of the site sees lists and their address; they try nothing, write nothing', async () => {
    const { caller } = await addOperator({ http: server.http, admin }, `trier ${siteId}`, 'operator', [siteId]);
    const statuses = [
      await caller.call('GET', below),
      await caller.call('GET', `${below}/own-address`),
      await caller.call('POST', `${below}/dry-run`, { body: {} }),
      await caller.call('PUT', below, { body: { version: 0 } }),
    ].map((answer) => answer.statusCode);
    expect(statuses).toEqual([200, 200, 403, 403]);
  });
});
