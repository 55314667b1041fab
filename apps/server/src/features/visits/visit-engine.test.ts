import type { Site } from '@foyer/protocol/site';
import type { LiveVisit } from '@foyer/protocol/visit';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VisitStore } from '../../bus/visit-store.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { createSite } from '../sites/create-site.ts';
import { FactWriter } from './fact-writer.ts';
import { SiteConfigurations } from './site-configuration.ts';
import { type LiveChange, liveChannel, pagesChannel, popupChannel, type ToPages } from './visit-channels.ts';
import { type IncomingEvent, type Outcome, VisitEngine } from './visit-engine.ts';

const start = Date.UTC(2026, 2, 1, 9);
const minute = 60_000;
const vera = '0123456789abcdef0123456789abcdef';

const direct = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};
const fromGoogle = {
  ...direct,
  referrer: 'https://www.google.com/search?q=red+shoes',
  referrerHost: 'www.google.com',
  referringSite: 'Google',
  isSearch: true,
  searchPhrase: 'red shoes',
};

describe.each(stores)('on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let configurations: SiteConfigurations;
  let online: number;
  let heard: { live: LiveChange[]; pages: ToPages[]; popups: unknown[] };

  beforeEach(async () => {
    own = await open();
    const { storage, shared } = own;
    site = await storage.db.transaction().execute(async (trx) => {
      const made = await createSite(trx, { name: 'Shop', timeZone: 'Europe/London' }, start);
      const invite = await addInvite(trx, made.id, { name: 'Hello', altText: 'Chat with us' });
      await addAlert(trx, made.id, {
        name: 'AdWords',
        entryPages: ['*source=adwords'],
        actions: { popup: true, invite: invite.id },
      });
      return made;
    });
    configurations = new SiteConfigurations(storage.db);
    await configurations.follow(shared.bus);
    online = 1;
    heard = { live: [], pages: [], popups: [] };
    await shared.bus.subscribe(liveChannel(site.id), (message) => heard.live.push(message as LiveChange));
    await shared.bus.subscribe(pagesChannel(site.id), (message) => heard.pages.push(message as ToPages));
    await shared.bus.subscribe(popupChannel(site.id), (message) => heard.popups.push(message));
  });
  afterEach(async () => own.close());

  const staffOf = (): StaffFacts => ({ online, withRoom: online, queueLength: 0, insideOpeningHours: null });

  /** A node's engine, on the shared store or on one of its own. */
  function startEngine(store: VisitStore<Visit> = own.visits): VisitEngine {
    return new VisitEngine({
      storage: own.storage,
      store,
      bus: own.shared.bus,
      configurations,
      facts: new FactWriter(own.storage, { schedule: (work) => setImmediate(work) }),
      staffOf,
      logger: pino({ level: 'silent' }),
      now: () => start,
      onPresenceChanged: () => undefined,
      onHostNameWanted: () => undefined,
      onWakeUp: () => undefined,
    });
  }

  type View = Extract<IncomingEvent, { type: 'page.viewed' }>;
  const view = (after: number, path: string, more: Partial<View> = {}): View => ({
    type: 'page.viewed',
    at: start + after,
    siteId: site.id,
    visitorId: vera,
    tab: 'a',
    n: 1,
    nodeId: 'node',
    url: `https://shop.example/${path}`,
    title: `Title of ${path}`,
    visible: true,
    source: direct,
    place: {
      address: '203.0.113.7',
      country: 'GB',
      region: null,
      city: null,
      organisation: null,
      ownOrganisation: null,
    },
    technology: {
      language: 'en',
      timeZone: 'Europe/London',
      browser: 'Chrome',
      os: 'Linux',
      device: 'desktop',
      screenWidth: 1280,
    },
    spider: null,
    ...more,
  });
  const happen = async (engine: VisitEngine, event: IncomingEvent): Promise<Outcome> => {
    const outcome = await engine.happen(event);
    if (!outcome) throw new Error('no such site');
    await outcome.stored;
    return outcome;
  };
  const dayTotals = async () => {
    const rows = await own.storage.db.selectFrom('day_total').selectAll().where('site_id', '=', site.id).execute();
    return Object.fromEntries(rows.map((row) => [`${row.day} ${row.counter}`, row.value]));
  };
  const visits = () =>
    own.storage.db.selectFrom('visit').selectAll().where('site_id', '=', site.id).orderBy('id').execute();
  const pageViews = () =>
    own.storage.db.selectFrom('page_view').selectAll().where('site_id', '=', site.id).orderBy('id').execute();
  const invitations = () =>
    own.storage.db.selectFrom('invitation').selectAll().where('site_id', '=', site.id).orderBy('id').execute();

  test('a first page view is stored as a visit with where it came from, and counted on the site’s day', async () => {
    await happen(startEngine(), view(0, '?a=b', { source: fromGoogle }));
    expect(await visits()).toMatchObject([
      {
        visitor_id: vera,
        visit_number: 1,
        entry_page: 'https://shop.example/?a=b',
        referrer_host: 'www.google.com',
        search_phrase: 'red shoes',
        country: 'GB',
        alert_name: 'All visitors',
        ended_at: null,
        page_count: 1,
      },
    ]);
    expect(await pageViews()).toMatchObject([{ url: 'https://shop.example/?a=b', title: 'Title of ?a=b', at: start }]);
    expect(await dayTotals()).toMatchObject({
      '2026-03-01 visits': 1,
      '2026-03-01 newVisitors': 1,
      '2026-03-01 pageViews': 1,
    });
  });

  test.each<[late: number, popups: number]>([
    [15 * minute, 1],
    [15 * minute + 1, 0],
  ])('S-018 what is reported %i ms late pops up %i times', async (late, popups) => {
    const engine = startEngine();
    await happen(engine, view(-late, '?source=adwords'));
    await happen(engine, view(0, '?source=adwords', { visitorId: 'f'.repeat(32) }));
    await expect.poll(() => heard.popups).toHaveLength(popups + 1);
  });

  test('the alert that matches first is stored with its explanation, pops up once, and sends its invite once', async () => {
    const engine = startEngine();
    await happen(engine, view(0, '?source=adwords'));
    await happen(engine, view(1000, 'b', { n: 2 }));
    const [visit] = await visits();
    expect(visit?.alert_name).toBe('AdWords');
    expect(JSON.parse(visit?.alert_explanation ?? '')).toMatchObject({ verdict: true });
    await expect.poll(() => heard.popups).toMatchObject([{ rule: { kind: 'alert', name: 'AdWords' } }]);
    expect(await invitations()).toMatchObject([{ source: 'alert', state: 'queued', invite_name: 'Hello' }]);
    expect(heard.pages.filter(({ frame }) => frame.type === 'invite.sent')).toHaveLength(1);
  });

  test('the live list hears of each change', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    await happen(engine, view(1000, 'b', { n: 2 }));
    await expect.poll(() => heard.live.length).toBe(2);
    const row = heard.live.at(-1)?.row as LiveVisit;
    expect(row).toMatchObject({
      visitorId: vera,
      pageUrl: 'https://shop.example/b',
      pageCount: 2,
      alert: { name: 'All visitors' },
    });
  });

  test('a report that comes twice counts once', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    await happen(engine, view(1000, 'a'));
    expect(await pageViews()).toHaveLength(1);
    expect(await dayTotals()).toMatchObject({ '2026-03-01 pageViews': 1 });
  });

  test('two tabs whose first hits come at once, on two engines, are one visit of one new visitor', async () => {
    const [one, other] = [startEngine(), startEngine()];
    await Promise.all([happen(one, view(0, 'a', { tab: 'a' })), happen(other, view(1, 'b', { tab: 'b' }))]);
    expect(await visits()).toHaveLength(1);
    expect(await pageViews()).toHaveLength(2);
    expect(await dayTotals()).toMatchObject({
      '2026-03-01 visits': 1,
      '2026-03-01 newVisitors': 1,
      '2026-03-01 pageViews': 2,
    });
  });

  test('with the live visits lost the visit goes on: same alert, no second invite, sums as before', async () => {
    const engine = startEngine();
    const { visit } = await happen(engine, view(0, '?source=adwords'));
    await happen(engine, {
      type: 'invite.shown',
      invitationId: visit?.invitation?.id ?? '',
      siteId: site.id,
      visitorId: vera,
      at: start + 500,
    });
    // The visit is taken out of the store, as if it had been restarted empty.
    await own.visits.update(site.id, vera, () => ({ next: null, wakeAt: null, result: null }));
    const back = await happen(engine, {
      type: 'tab.connected',
      tab: 'a',
      nodeId: 'node',
      siteId: site.id,
      visitorId: vera,
      at: start + 1000,
    });
    expect(back.visit?.id).toBe(visit?.id);
    await happen(engine, view(2000, 'b', { n: 2 }));
    expect(await visits()).toMatchObject([{ id: visit?.id, page_count: 2, alert_name: 'AdWords', visit_number: 1 }]);
    expect(await invitations()).toHaveLength(1);
    expect(await dayTotals()).toMatchObject({
      '2026-03-01 visits': 1,
      '2026-03-01 pageViews': 2,
      '2026-03-01 invitesSent': 1,
    });
    await expect.poll(() => heard.popups).toHaveLength(1);
  });

  test('after the time-out the next hit opens visit 2; the first referrer is frozen', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a', { source: fromGoogle, nodeId: null }));
    await happen(engine, { type: 'page.left', tab: 'a', siteId: site.id, visitorId: vera, at: start + minute });
    await happen(engine, view(40 * minute, 'b', { n: 2 }));
    expect(await visits()).toMatchObject([
      { visit_number: 1, ended_at: start + minute },
      { visit_number: 2, ended_at: null, referrer_host: null },
    ]);
    const visitor = await own.storage.db
      .selectFrom('visitor')
      .selectAll()
      .where('site_id', '=', site.id)
      .executeTakeFirstOrThrow();
    expect(visitor).toMatchObject({ first_referrer: 'www.google.com', visit_count: 2, page_count: 2 });
    expect(await dayTotals()).toMatchObject({ '2026-03-01 newVisitors': 1, '2026-03-01 returningVisitors': 1 });
  });

  test('over midnight page views belong to their own day, the visit to the one on which it began', async () => {
    const engine = startEngine();
    const late = Date.UTC(2026, 5, 30, 22, 59) - start; // 23:59 in London
    await happen(engine, view(late, 'a'));
    await happen(engine, view(late + 2 * minute, 'b', { n: 2 }));
    expect(await dayTotals()).toMatchObject({
      '2026-06-30 visits': 1,
      '2026-06-30 pageViews': 1,
      '2026-07-01 pageViews': 1,
    });
    expect(await dayTotals()).not.toHaveProperty(['2026-07-01 visits']);
  });

  test('a spider is listed apart and counts as no visitor', async () => {
    const outcome = await happen(startEngine(), view(0, 'a', { spider: 'Googlebot' }));
    expect(outcome.visit).toBeNull();
    expect(await visits()).toEqual([]);
    const hits = await own.storage.db.selectFrom('spider_hit').selectAll().execute();
    expect(hits).toMatchObject([{ name: 'Googlebot', url: 'https://shop.example/a', address: '203.0.113.7' }]);
    expect(await dayTotals()).toEqual({ '2026-03-01 spiders': 1 });
  });

  test('S-009 no invite is sent when nobody is Online, and the reason is kept', async () => {
    online = 0;
    await happen(startEngine(), view(0, '?source=adwords'));
    expect(await invitations()).toMatchObject([{ state: 'suppressed', reason: 'nobodyOnline' }]);
    expect(heard.pages).toEqual([]);
  });

  test('S-009 an invite on the screen is withdrawn when the last operator leaves', async () => {
    const engine = startEngine();
    const { visit } = await happen(engine, view(0, '?source=adwords'));
    const invitationId = visit?.invitation?.id ?? '';
    await happen(engine, { type: 'invite.shown', invitationId, siteId: site.id, visitorId: vera, at: start + 500 });
    online = 0;
    await happen(engine, { type: 'staff.changed', siteId: site.id, visitorId: vera, at: start + 1000 });
    expect(await invitations()).toMatchObject([{ state: 'withdrawn', shown_at: start + 500, ended_at: start + 1000 }]);
    await expect.poll(() => heard.pages.at(-1)?.frame).toEqual({ type: 'invite.withdrawn', invitationId });
  });

  test('S-063 a visit that exclusions have just ended is not built again by what its page still says', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    const lists = { pages: [], addresses: ['203.0.113.*'], keywordsAndReferrers: [], countries: [] };
    const row = { site_id: site.id, version: 1, body: JSON.stringify(lists) };
    await own.storage.db.insertInto('exclusions').values(row).execute();
    configurations.forget({ siteId: site.id, documents: 'exclusions' });
    const whose = { siteId: site.id, visitorId: vera };
    const [ended, late] = await Promise.all([
      engine.happen({ type: 'rules.changed', at: start + 1000, ...whose }),
      engine.happen({ type: 'tab.disconnected', tab: 'a', nodeId: 'node', at: start + 1001, ...whose }),
    ]);
    expect(ended?.effects.map(({ type }) => type)).toContain('visitor.excluded');
    expect(late).toMatchObject({ before: null, visit: null });
    expect(await own.visits.count(site.id)).toBe(0);
  });

  test('visible time of each page and of the visit is stored', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    await happen(engine, { type: 'page.hidden', tab: 'a', siteId: site.id, visitorId: vera, at: start + 10_000 });
    await happen(engine, { type: 'page.visible', tab: 'a', siteId: site.id, visitorId: vera, at: start + 60_000 });
    await happen(engine, view(65_000, 'b', { n: 2 }));
    expect(await pageViews()).toMatchObject([{ visible_ms: 15_000 }, { visible_ms: 0 }]);
    expect(await visits()).toMatchObject([{ visible_ms: 15_000 }]);
  });
});
