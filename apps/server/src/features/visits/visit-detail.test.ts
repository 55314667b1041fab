import type { LiveVisit, StoredVisit, VisitDetail } from '@foyer/protocol/visit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf } from '../../testing/caller.ts';
import { browser } from '../../testing/test-socket.ts';

describe.each(appsOnStores)('what a visit is worth, on %s', (_name, open) => {
  let server: StoredApp;
  let site: { id: string; key: string };
  beforeEach(async () => {
    server = await open();
    site = await server.admin.must('POST', '/api/v1/sites', { name: 'Shop', currency: 'JPY' });
    const below = `/api/v1/sites/${site.id}`;
    await server.admin.must('POST', `${below}/alerts`, { name: 'AdWords', paid: { cost: { fixed: '7' } } });
    for (const [name, fields] of [
      ['Keen', { minPages: 2 }],
      ['On trial', { minPages: 1, shadow: true }],
      ['Buyer', { specificPages: ['thanks'], actions: { flagAsCustomer: true } }],
    ] as const)
      await server.admin.must('POST', `${below}/prospect-rules`, { name, activation: 'oncePerVisit', ...fields });
  });
  afterEach(() => server.close());

  const hit = async (visitor: string, n: number, body: object) => {
    const reporter = { site: site.key, visitor, tab: visitor.slice(0, 16), n };
    const headers = { 'user-agent': browser };
    const answer = await callerOf(server).call('POST', '/t/hit', { headers, body: { ...reporter, ...body } });
    expect(answer.statusCode).toBe(200);
  };
  const view = (visitor: string, n: number, path: string) => hit(visitor, n, { url: `https://shop.example/${path}` });
  const read = async (visitor: string) => {
    const below = `/api/v1/sites/${site.id}`;
    const { items } = await server.admin.must<{ items: StoredVisit[] }>('GET', `${below}/visits?visitorId=${visitor}`);
    const detail = await server.admin.must<VisitDetail>('GET', `${below}/visits/${items[0]?.id}`);
    return { listed: items[0], visit: detail.visit, live: detail.live };
  };
  const worthOf = (visit: StoredVisit | LiveVisit | null | undefined) => ({
    prospectTypes: visit?.prospectTypes,
    isNewProspect: visit?.isNewProspect,
    customer: visit?.customer,
    revenue: visit?.revenue,
    cost: visit?.cost,
    currency: visit?.currency,
  });

  test('prospect types in the order they fired, the customer mark, revenue and cost: listed, stored and live alike', async () => {
    const [buyer, passer] = [randomHex(16), randomHex(16)];
    await view(passer, 1, '');
    await view(buyer, 1, '');
    await view(buyer, 2, 'shoes');
    await view(buyer, 3, 'thanks');
    await hit(buyer, 4, { type: 'revenue.reported', amount: '2500', orderId: 'A1' });
    await hit(buyer, 5, { type: 'cost.reported', amount: '30' });
    const bought = {
      prospectTypes: ['Keen', 'Buyer'],
      isNewProspect: true,
      customer: 'new',
      revenue: 2500,
      cost: 37,
      currency: 'JPY',
    };
    const passed = { prospectTypes: [], isNewProspect: false, customer: null, revenue: 0, cost: 7, currency: 'JPY' };
    await vi.waitFor(async () => expect(worthOf((await read(buyer)).visit)).toEqual(bought), 5000);
    for (const [visitor, expected] of [
      [buyer, bought],
      [passer, passed],
    ] as const) {
      const { listed, visit, live } = await read(visitor);
      expect([listed, visit, live].map(worthOf)).toEqual([expected, expected, expected]);
    }
    expect((await read(buyer)).live).toMatchObject({ isProspect: true, isCustomer: true });
  });
});
