import type { Scenario } from '@foyer/protocol/scenario';
import type { ShadowResults } from '@foyer/protocol/shadow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf } from '../../testing/caller.ts';
import { browser, TestSocket } from '../../testing/test-socket.ts';
import { openPage } from '../../testing/visitor.ts';
import { randomScenario } from '../simulator/random-scenario.ts';
import { simulate } from '../simulator/simulate.ts';

describe('B-305 what a rule does once promoted is what it would have done in shadow', () => {
  /** Visits and instants in which one rule matched, live or in shadow. */
  const matches = (scenario: Scenario, type: string, field: 'alert' | 'rule', name: string) =>
    simulate(scenario)
      .trace.filter((entry) => entry.type === type && (entry as Record<string, unknown>)[field] === name)
      .map(({ at, visitor, visitNumber }) => `${at} ${visitor} ${visitNumber}`);

  test.each([11, 12, 13, 14, 15, 16])('seed %i', (seed) => {
    const scenario = randomScenario(seed, { visitors: 25, days: 3 });
    const rules = scenario.configuration.prospectRules;
    let compared = 0;
    for (const [index, rule] of rules.entries()) {
      if (!rule.enabled) continue;
      const put = (shadow: boolean): Scenario => ({
        ...scenario,
        // Later rules may look at what this one has made of the visitor, and it must not hang on what those lead to.
        events: scenario.events.filter(({ type }) => type !== 'configuration.changed'),
        configuration: {
          ...scenario.configuration,
          prospectRules: [
            ...rules.slice(0, index),
            { ...rule, shadow, actions: { ...rule.actions, invite: null, flagAsCustomer: false } },
          ],
        },
      });
      const inShadow = matches(put(true), 'shadow.matched', 'rule', rule.name);
      expect(matches(put(false), 'prospect.fired', 'rule', rule.name)).toEqual(inShadow);
      compared += inShadow.length;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

describe.each(appsOnStores)('B-305 rules in shadow, on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await server.admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    const results = (kind: string, ruleId: string) =>
      server.admin.must<ShadowResults>('GET', `${below}/shadow-results?kind=${kind}&ruleId=${ruleId}`);
    const hit = (visitor: string, path: string, n = 1) =>
      callerOf(server).call('POST', '/t/hit', {
        headers: { 'user-agent': browser },
        body: { site: site.key, visitor, tab: visitor.slice(0, 16), n, url: `https://shop.example/${path}` },
      });
    return { site, below, results, hit };
  }

  test('tell in how many visits they would have acted, with a sample and what became of it', async () => {
    const { below, results, hit } = await openSite();
    const alert = await server.admin.must('POST', `${below}/alerts`, {
      name: 'Sale',
      entryPages: ['sale*'],
      shadow: true,
    });
    const rule = await server.admin.must('POST', `${below}/prospect-rules`, { name: 'Two', minPages: 2, shadow: true });
    const [anna, ben] = [randomHex(16), randomHex(16)];
    await hit(anna, 'sale.htm');
    await hit(anna, 'b.htm', 2);
    await hit(ben, 'a.htm');
    await vi.waitFor(async () => expect((await results('prospectRule', rule.id)).visits).toBe(1), 5000);
    const ofAlert = await results('alert', alert.id);
    expect(ofAlert).toMatchObject({ siteVisits: 2, visits: 1, visitors: 1, chatted: 0, customers: 0, revenue: 0 });
    expect(ofAlert.perDay).toHaveLength(30);
    expect(ofAlert.perDay.at(-1)).toEqual({ day: ofAlert.to, visits: 1 });
    expect(ofAlert.sample).toMatchObject([
      { entryPage: 'https://shop.example/sale.htm', chatted: false, explanation: { verdict: true } },
    ]);
    expect((await results('invite', rule.id)).visits).toBe(0);
  });

  test('send no frame to the page, and do so once promoted', async () => {
    const { site, below } = await openSite();
    const invite = await server.admin.must<{ id: string; version: number }>('POST', `${below}/invites`, {
      name: 'Help',
      altText: 'Help',
      shadow: true,
      autoSend: { enabled: true, pages: ['*'] },
    });
    const staff = await TestSocket.open(`${origin}/api/v1/socket`, { cookie: server.admin.cookie, origin });
    staff.send({ type: 'hello', protocol: 1 });
    await staff.next('welcome');
    staff.send({ type: 'status.chosen', status: 'online' });
    await vi.waitFor(async () => {
      const answer = await callerOf(server).call('GET', `/t/availability?site=${site.key}`);
      expect(answer.json()).toMatchObject({ online: true });
    }, 5000);

    const page = await openPage({ server: origin, siteKey: site.key });
    await vi.waitFor(async () => {
      const { visits } = await server.admin.must<ShadowResults>(
        'GET',
        `${below}/shadow-results?kind=invite&ruleId=${invite.id}`,
      );
      expect(visits).toBe(1);
    }, 5000);
    const { id, version, ...stored } = await server.admin.must<{ id: string; version: number }>(
      'GET',
      `${below}/invites/${invite.id}`,
    );
    await server.admin.must('PUT', `${below}/invites/${id}`, { ...stored, version, shadow: false });
    page.socket.send({ type: 'page.viewed', n: 2, url: 'https://shop.example/next', title: 'Next' });
    const frame = await page.socket.next((one) => one.type === 'invite.sent');
    expect(frame.type).toBe('invite.sent');
    // Everything that had come before it is there, too: none of it was an invite.
    expect(page.socket.frames.filter(({ type }) => type === 'invite.sent')).toHaveLength(1);
    await page.socket.close();
    await staff.close();
  });
});
