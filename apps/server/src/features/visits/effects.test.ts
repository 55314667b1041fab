import { prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import type { Site } from '@foyer/protocol/site';
import type { Visit } from '@foyer/rules/visit';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VisitStore } from '../../bus/visit-store.ts';
import { newId } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { listVisitRows } from '../lists/list-visits.ts';
import { createSite } from '../sites/create-site.ts';
import { FactWriter } from './fact-writer.ts';
import { isOrderBooked } from './find-order.ts';
import { summariseCustomers } from './list-customers.ts';
import { readProspectStatistics } from './prospect-statistics.ts';
import { rebuildTotals } from './rebuild-totals.ts';
import { SiteConfigurations } from './site-configuration.ts';
import { undoCustomer } from './undo-customer.ts';
import { pagesChannel, popupChannel, type ToPages } from './visit-channels.ts';
import { type IncomingEvent, type Outcome, VisitEngine } from './visit-engine.ts';

const start = Date.UTC(2026, 2, 1, 9);
const minute = 60_000;
const changer = { operatorId: 'ann', name: 'Ann', at: start };
const vera = '0123456789abcdef0123456789abcdef';
const otto = 'fedcba9876543210fedcba9876543210';
const direct = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};

describe.each(stores)('what rules lead to, on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let configurations: SiteConfigurations;
  let heard: { invites: ToPages[]; popups: unknown[] };

  beforeEach(async () => {
    own = await open();
    const { storage, shared } = own;
    site = await storage.db
      .transaction()
      .execute((trx) => createSite(trx, { name: 'Shop', timeZone: 'Europe/London' }, start));
    const notifications = {
      shown: { emails: ['sales@shop.example'], phones: ['+441632960001'], smtp: null, sms: null, webhook: null },
      secrets: { smtpPassword: null, smsHeaders: {}, webhook: null, previousWebhook: null },
    };
    await storage.db
      .insertInto('notifications')
      .values({ site_id: site.id, version: 1, body: JSON.stringify(notifications) })
      .execute();
    configurations = new SiteConfigurations(storage.db);
    await configurations.follow(shared.bus);
    heard = { invites: [], popups: [] };
    await shared.bus.subscribe(popupChannel(site.id), (message) => heard.popups.push(message));
    await shared.bus.subscribe(pagesChannel(site.id), (message) => {
      if ((message as ToPages).frame.type === 'invite.sent') heard.invites.push(message as ToPages);
    });
  });
  afterEach(async () => own.close());

  async function addRule(name: string, fields: Record<string, unknown>): Promise<void> {
    const body = JSON.stringify(prospectRuleInputSchema.parse({ name, ...fields }));
    const row = { site_id: site.id, id: newId(), position: 1, version: 1, body };
    await own.storage.db.insertInto('prospect_rule').values(row).execute();
    configurations.forget({ siteId: site.id, documents: 'prospectRules' });
  }

  function startEngine(store: VisitStore<Visit> = own.visits): VisitEngine {
    return new VisitEngine({
      storage: own.storage,
      store,
      bus: own.shared.bus,
      configurations,
      facts: new FactWriter(own.storage, { schedule: (work) => setImmediate(work) }),
      staffOf: () => ({ online: 1, withRoom: 1, queueLength: 0, insideOpeningHours: null }),
      logger: pino({ level: 'silent' }),
      now: () => start,
      onPresenceChanged: () => undefined,
      onHostNameWanted: () => undefined,
      onWakeUp: () => undefined,
    });
  }

  const view = (
    after: number,
    path: string,
    more: Partial<Extract<IncomingEvent, { type: 'page.viewed' }>> = {},
  ): IncomingEvent => ({
    type: 'page.viewed',
    at: start + after,
    siteId: site.id,
    visitorId: vera,
    tab: 'a',
    n: 1,
    nodeId: 'node',
    url: `https://shop.example/${path}`,
    title: path,
    visible: true,
    source: direct,
    place: {
      address: '203.0.113.7',
      country: 'GB',
      region: null,
      city: null,
      organisation: null,
      ownOrganisation: null,
      hostName: null,
    },
    technology: {
      language: 'en',
      timeZone: null,
      browser: 'Chrome',
      os: 'Linux',
      device: 'desktop',
      screenWidth: 1280,
    },
    spider: null,
    ...more,
  });
  const revenue = (after: number, amount: string, orderId: string | null, more: object = {}): IncomingEvent => ({
    type: 'revenue.reported',
    at: start + after,
    siteId: site.id,
    visitorId: vera,
    tab: 'a',
    n: after,
    amount,
    currency: null,
    orderId,
    isOrderKnown: false,
    ...more,
  });
  const happen = async (engine: VisitEngine, event: IncomingEvent): Promise<Outcome> => {
    const outcome = await engine.happen(event);
    if (!outcome) throw new Error('no such site');
    await outcome.stored;
    return outcome;
  };
  const loseLiveVisits = () => own.visits.update(site.id, vera, () => ({ next: null, wakeAt: null, result: null }));
  const rows = (table: 'firing' | 'outbox' | 'customer_entry' | 'revenue_entry' | 'exception') =>
    own.storage.db.selectFrom(table).selectAll().where('site_id', '=', site.id).orderBy('id').execute();
  const dayTotals = async () => {
    const found = await own.storage.db.selectFrom('day_total').selectAll().where('site_id', '=', site.id).execute();
    return Object.fromEntries(found.filter(({ value }) => value !== 0).map(({ counter, value }) => [counter, value]));
  };
  const referrerTotals = async () => {
    const found = await own.storage.db
      .selectFrom('referrer_total')
      .selectAll()
      .where('site_id', '=', site.id)
      .execute();
    return Object.fromEntries(found.map(({ referrer, counter, value }) => [`${referrer} ${counter}`, value]));
  };
  /** B-306: counted anew from the facts, every counter is as it stands. */
  const expectTotalsToAddUp = async () => {
    const { counters, differences } = await rebuildTotals(own.storage, { write: false });
    expect(differences).toEqual([]);
    expect(counters).toBeGreaterThan(0);
  };
  const everything = { popup: true, email: true, sms: true, flagAsCustomer: true };

  test('a firing is stored with its reasons, counted, credited, and told, in one go', async () => {
    await addInvite(own.storage.db, site.id, { name: 'Need help?', altText: 'Chat with us' });
    await addRule('Serious', { minPages: 2, actions: { ...everything, invite: 'Need help?' } });
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    await happen(engine, view(1000, 'b', { n: 2 }));
    const firings = await rows('firing');
    expect(firings).toMatchObject([
      { rule_kind: 'alert', rule_name: 'All visitors' },
      { rule_kind: 'prospectRule', rule_name: 'Serious', rule_version: 1, at: start + 1000, shadow: 0 },
    ]);
    expect(JSON.parse((firings[1] as { explanation: string }).explanation)).toMatchObject({
      verdict: true,
      parts: [{ label: 'minPages 2', fact: '2' }],
    });
    expect(await rows('customer_entry')).toMatchObject([
      { kind: 'new', first_referrer: 'direct', rule_name: 'Serious' },
    ]);
    expect(await rows('outbox')).toMatchObject([
      { kind: 'email', recipient: 'sales@shop.example', cause: 'Serious', state: 'waiting' },
      { kind: 'sms', recipient: '+441632960001' },
    ]);
    expect(await dayTotals()).toMatchObject({ prospects: 1, newProspects: 1, customers: 1, newCustomers: 1 });
    expect(await referrerTotals()).toMatchObject({ 'direct visits': 1, 'direct prospects': 1, 'direct customers': 1 });
    await expect.poll(() => heard.popups).toMatchObject([{ rule: { kind: 'prospectRule', name: 'Serious' } }]);
    await expect.poll(() => heard.invites).toHaveLength(1);
    const visitor = await own.storage.db.selectFrom('visitor').selectAll().executeTakeFirstOrThrow();
    expect(visitor).toMatchObject({ is_prospect: 1, is_customer: 1 });
    await expectTotalsToAddUp();
  });

  test.each([['oncePerVisitor'], ['oncePerVisit']])(
    'two tabs on two engines reach the rule at once: %s fires once',
    async (activation) => {
      await addRule('Serious', { minPages: 2, activation, actions: everything });
      const [one, other] = [startEngine(), startEngine()];
      await happen(one, view(0, 'a'));
      await Promise.all([
        happen(one, view(1000, 'b', { tab: 'b' })),
        happen(other, view(1000, 'c', { tab: 'c' })),
        happen(other, view(1000, 'd', { tab: 'd' })),
      ]);
      expect(
        (await rows('firing')).filter((row) => 'rule_kind' in row && row.rule_kind === 'prospectRule'),
      ).toHaveLength(1);
      expect(await rows('outbox')).toHaveLength(2);
      expect(await dayTotals()).toMatchObject({ prospects: 1, customers: 1 });
      await expect.poll(() => heard.popups).toHaveLength(1);
      await expectTotalsToAddUp();
    },
  );

  test('two engines that know nothing of each other’s visit find the same firing: it counts, mails and pops up once', async () => {
    await addRule('Serious', { activation: 'oncePerVisitor', actions: everything });
    const { shared } = own;
    const [one, other] = [startEngine(shared.createVisitStore<Visit>()), startEngine()];
    // As after a split of the visit store: both decide from nothing, before either has stored anything.
    await Promise.all([one.happen(view(0, 'a')), other.happen(view(0, 'a'))].map(async (done) => (await done)?.stored));
    expect((await rows('firing')).filter((row) => 'rule_kind' in row && row.rule_kind === 'prospectRule')).toHaveLength(
      1,
    );
    expect(await rows('outbox')).toHaveLength(2);
    expect(await dayTotals()).toMatchObject({ newProspects: 1 });
    await expect.poll(() => heard.popups).toHaveLength(1);
  });

  test.each([['oncePerVisitor'], ['oncePerVisit'], ['everyTime']])(
    'with the live visits lost, what has fired does not fire again on the same hit: %s',
    async (activation) => {
      await addRule('Serious', { activation, actions: everything });
      const engine = startEngine();
      await happen(engine, view(0, 'a'));
      await happen(engine, revenue(500, '25', 'A1'));
      await happen(engine, {
        type: 'event.happened',
        tab: 'a',
        n: 600,
        name: 'basket',
        siteId: site.id,
        visitorId: vera,
        at: start + 600,
      });
      await loseLiveVisits();
      const back = await happen(engine, {
        type: 'tab.connected',
        tab: 'a',
        nodeId: 'node',
        siteId: site.id,
        visitorId: vera,
        at: start + 1000,
      });
      expect(back.visit).toMatchObject({
        revenue: 2500,
        booked: ['order A1'],
        events: { basket: 1 },
        customer: 'new',
        isNewProspect: true,
      });
      await happen(engine, {
        type: 'contact.changed',
        name: 'Vera',
        siteId: site.id,
        visitorId: vera,
        at: start + 2000,
      });
      expect(
        (await rows('firing')).filter((row) => 'rule_kind' in row && row.rule_kind === 'prospectRule'),
      ).toHaveLength(1);
      expect(await rows('outbox')).toHaveLength(2);
      await happen(engine, revenue(3000, '25', 'A1'));
      expect(await dayTotals()).toMatchObject({ revenue: 2500, prospects: 1 });
      await expectTotalsToAddUp();
    },
  );

  test('pages, minutes and types of earlier visits are known in the next one', async () => {
    await addRule('Both', { minPages: 2, specificPages: ['/a', '/b'] });
    await addRule('Once', {});
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    await happen(engine, { type: 'page.left', tab: 'a', siteId: site.id, visitorId: vera, at: start + minute });
    await happen(engine, { type: 'clock', siteId: site.id, visitorId: vera, at: start + 40 * minute });
    const next = await happen(engine, view(60 * minute, 'b', { n: 2 }));
    expect(next.visit).toMatchObject({
      visitNumber: 2,
      visitor: { earlierPages: 1, earlierVisibleMs: minute, earlierPageUrls: ['https://shop.example/a'] },
    });
    expect(next.effects.flatMap((effect) => (effect.type === 'prospect.fired' ? [effect.ruleName] : []))).toEqual([
      'Both',
    ]);
    await expectTotalsToAddUp();
  });

  describe('rules.md section 7: the ledger', () => {
    test('an order is booked once, whoever reports it; visit, visitor, day and referrer have the sum', async () => {
      const engine = startEngine();
      await happen(engine, view(0, 'thank-you'));
      await happen(engine, view(0, 'thank-you', { visitorId: otto }));
      await happen(engine, revenue(1000, '25.00', 'A1'));
      expect(await isOrderBooked(own.storage.db, site.id, 'A1')).toBe(true);
      // Found out too late that it is known: the ledger refuses it all the same.
      await happen(engine, revenue(1500, '25.00', 'A1', { visitorId: otto }));
      await happen(engine, revenue(2000, '-5.00', 'R1'));
      expect(await rows('revenue_entry')).toMatchObject([{ amount: 2500 }, { amount: -500 }]);
      const visits = await own.storage.db.selectFrom('visit').selectAll().orderBy('visitor_id').execute();
      expect(visits).toMatchObject([{ revenue: 2000 }, { revenue: 0 }]);
      const visitors = await own.storage.db.selectFrom('visitor').selectAll().orderBy('id').execute();
      expect(visitors).toMatchObject([{ revenue: 2000 }, { revenue: 0 }]);
      expect(await dayTotals()).toMatchObject({ revenue: 2000 });
      expect(await referrerTotals()).toMatchObject({ 'direct revenue': 2000 });
      await expectTotalsToAddUp();
    });

    test('revenue belongs to its own day, the visit to the one on which it began', async () => {
      const engine = startEngine();
      const late = Date.UTC(2026, 5, 30, 22, 59) - start; // 23:59 in London
      await happen(engine, view(late, 'a'));
      await happen(engine, revenue(late + 2 * minute, '25', 'A1'));
      expect(await rows('revenue_entry')).toMatchObject([{ day: '2026-07-01' }]);
      await expectTotalsToAddUp();
    });
  });

  describe('W-126 paid listings', () => {
    const paidAlert = (clickFraud: { entriesPerDay: number } | null) =>
      addAlert(own.storage.db, site.id, {
        name: 'AdWords',
        entryPages: ['*source=adwords'],
        paid: { cost: { fixed: '0.50' }, clickFraud },
      });

    test('an entry is counted as paid, with its cost', async () => {
      await paidAlert(null);
      const engine = startEngine();
      await happen(engine, view(0, '?source=adwords'));
      await happen(engine, view(0, 'b', { visitorId: otto }));
      expect(await dayTotals()).toMatchObject({ alertsPaid: 1, alertsFree: 1, clickCost: 50 });
      await expectTotalsToAddUp();
    });

    test('more than n entries from one address in a day raise one exception', async () => {
      await paidAlert({ entriesPerDay: 3 });
      const [one, other] = [startEngine(), startEngine()];
      const visitor = (n: number) => `${n}`.repeat(32);
      for (const n of [1, 2, 3]) await happen(one, view(n * 1000, '?source=adwords', { visitorId: visitor(n) }));
      expect(await rows('exception')).toEqual([]);
      await Promise.all([
        happen(one, view(4000, '?source=adwords', { visitorId: visitor(4) })),
        happen(other, view(4000, '?source=adwords', { visitorId: visitor(5) })),
      ]);
      const found = await rows('exception');
      expect(found).toMatchObject([{ kind: 'clickFraud', alert_name: 'AdWords', address: '203.0.113.7' }]);
      await expectTotalsToAddUp();
    });
  });

  describe('undo: an administrator takes the customer flag back', () => {
    const parts = (engine: VisitEngine) => ({ storage: own.storage, engine, now: () => start + 5 * minute });

    test('counters are corrected by a new entry, and the visit does not set it again', async () => {
      await addRule('Buys', { activation: 'everyTime', actions: everything });
      const engine = startEngine();
      await happen(engine, view(0, 'a'));
      await undoCustomer(parts(engine), {
        siteId: site.id,
        visitorId: vera,
        reason: 'A test order',
        changer,
      });
      const after = await happen(engine, view(6 * minute, 'b', { n: 2 }));
      expect(after.visit).toMatchObject({ customer: 'undone', visitor: { isCustomer: false } });
      expect(await rows('customer_entry')).toMatchObject([
        { kind: 'new' },
        { kind: 'undone', reason: 'A test order', operator_id: 'ann', day: '2026-03-01' },
      ]);
      expect(await dayTotals()).not.toHaveProperty('newCustomers');
      expect(await referrerTotals()).toMatchObject({ 'direct customers': 0 });
      const visitor = await own.storage.db.selectFrom('visitor').selectAll().executeTakeFirstOrThrow();
      expect(visitor.is_customer).toBe(0);
      await expectTotalsToAddUp();
    });

    test('who is no customer, or no longer, has no flag to take back', async () => {
      const engine = startEngine();
      await happen(engine, view(0, 'a'));
      const undo = () => undoCustomer(parts(engine), { siteId: site.id, visitorId: vera, reason: 'x', changer });
      await expect(undo()).rejects.toMatchObject({ code: 'conflict' });
      await addRule('Buys', { actions: everything });
      await happen(engine, view(minute, 'b', { n: 2 }));
      await undo();
      await expect(undo()).rejects.toMatchObject({ code: 'conflict' });
    });
  });

  test('B-306 totals that are wrong are found and put right', async () => {
    const engine = startEngine();
    await happen(engine, view(0, 'a'));
    const { db } = own.storage;
    await db.updateTable('day_total').set({ value: 7 }).where('counter', '=', 'pageViews').execute();
    await db
      .insertInto('day_total')
      .values({ site_id: site.id, day: '2026-03-02', counter: 'visits', value: 3 })
      .execute();
    const { differences } = await rebuildTotals(own.storage, { write: true });
    expect(differences).toMatchObject([
      { of: '2026-03-01', counter: 'pageViews', stored: 7, counted: 1 },
      { of: '2026-03-02', counter: 'visits', stored: 3, counted: 0 },
    ]);
    await expectTotalsToAddUp();
  });

  describe('S-028 to S-055 what is read of prospects and customers', () => {
    const day = 24 * 60 * minute;
    const of = (visitorId: string, after: number, path: string, n: number) => view(after, path, { visitorId, n });
    const list = (kind: 'prospects' | 'customers', query: { cursor?: string } = {}) =>
      listVisitRows({ storage: own.storage, site }, kind, { limit: 50, ...query });
    const told = async (...asked: Parameters<typeof list>) =>
      (await list(...asked)).items.map(({ visitorId, visitNumber, customer }) => [
        visitorId === vera ? 'vera' : 'otto',
        visitNumber,
        customer,
      ]);

    /** Vera buys today and comes back tomorrow; Otto looks at the sale today, and at nothing tomorrow. */
    async function bringBoth(): Promise<void> {
      await addRule('Buys', {
        specificPages: ['thanks*'],
        activation: 'oncePerVisit',
        actions: { flagAsCustomer: true },
      });
      await addRule('Looks', { specificPages: ['sale*'] });
      await addRule('Silent', { minPages: 1, shadow: true });
      const engine = startEngine();
      await happen(engine, of(vera, 0, 'thanks', 1));
      await happen(engine, revenue(1000, '25.00', 'A1'));
      await happen(engine, of(otto, 2000, 'sale', 2));
      for (const visitorId of [vera, otto])
        await happen(engine, { type: 'page.left', at: start + 3000, siteId: site.id, visitorId, tab: 'a' });
      await happen(engine, of(vera, day, 'thanks', 3));
      await happen(engine, of(otto, day + 1000, 'a', 4));
    }

    test('lists newest first, with who it was and what they brought', async () => {
      await bringBoth();
      expect(await told('customers')).toEqual([
        ['vera', 2, 'repeat'],
        ['vera', 1, 'new'],
      ]);
      expect(await told('prospects')).toEqual([
        ['vera', 2, 'repeat'],
        ['otto', 1, null],
        ['vera', 1, 'new'],
      ]);
      const { items } = await list('customers');
      expect(items.slice(1)).toMatchObject([
        { revenue: 2500, currency: 'GBP', prospectTypes: ['Buys'], firstReferrer: 'direct', visitorName: null },
      ]);
    });

    test('lists come in pages', async () => {
      await bringBoth();
      const first = await listVisitRows({ storage: own.storage, site }, 'prospects', { limit: 1 });
      expect(first.next).toBe(first.items[0]?.id);
      const rest = await list('prospects', { cursor: String(first.next) });
      expect([rest.items.length, rest.next]).toEqual([2, null]);
    });

    test('sums are those of the days asked for; referrers have what they brought so far', async () => {
      await bringBoth();
      expect(await summariseCustomers(own.storage.db, site, {})).toEqual({
        prospects: 3,
        newProspects: 2,
        customers: 2,
        newCustomers: 1,
        revenue: 2500,
        currency: 'GBP',
        referrers: [{ referrer: 'direct', visits: 4, prospects: 2, customers: 1, revenue: 2500 }],
      });
      expect(await summariseCustomers(own.storage.db, site, { from: '2026-03-02' })).toMatchObject({
        prospects: 1,
        newProspects: 0,
        customers: 1,
        newCustomers: 0,
        revenue: 0,
      });
    });

    test('rules say for how many visits and visitors they fired in 30 days, in shadow or not', async () => {
      await bringBoth();
      const rules = await own.storage.db.selectFrom('prospect_rule').select(['id', 'body']).execute();
      const idOf = (name: string) => rules.find(({ body }) => body.includes(`"${name}"`))?.id;
      const none = { visits: 0, visitors: 0 };
      const { days, items } = await readProspectStatistics(own.storage.reports, site.id, Date.now());
      expect(days).toBe(30);
      expect(items.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
        [
          { id: idOf('Buys'), fired: { visits: 2, visitors: 1 }, inShadow: none },
          { id: idOf('Looks'), fired: { visits: 1, visitors: 1 }, inShadow: none },
          { id: idOf('Silent'), fired: none, inShadow: { visits: 2, visitors: 2 } },
        ].toSorted((a, b) => String(a.id).localeCompare(String(b.id))),
      );
      const later = await readProspectStatistics(own.storage.reports, site.id, Date.now() + 31 * day);
      expect(later.items).toEqual([]);
    });
  });
});
