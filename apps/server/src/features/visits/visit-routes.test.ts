import type { RuleExplanation, VisitExplanations } from '@foyer/protocol/explanation';
import type { LiveVisit, StoredVisit, VisitDetail } from '@foyer/protocol/visit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { callerOf, signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { browser } from '../../testing/test-socket.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

const site = await admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Shop' });
const below = `/api/v1/sites/${site.id}`;
const visitors = Array.from({ length: 7 }, () => randomHex(16));
for (const visitor of visitors)
  for (const [index, path] of ['/', '/shoes'].entries())
    await callerOf(server).call('POST', '/t/hit', {
      headers: { 'user-agent': browser },
      body: {
        site: site.key,
        visitor,
        tab: visitor.slice(0, 16),
        n: index + 1,
        url: `https://shop.example${path}`,
        referrer: 'https://www.google.com/',
      },
    });
const list = (query = '') =>
  admin.must<{ items: StoredVisit[]; next: string | null }>('GET', `${below}/visits${query}`);
beforeAll(() => vi.waitFor(async () => expect((await list()).items).toHaveLength(visitors.length), 5000));

test('visits are listed newest first', async () => {
  const { items, next } = await list();
  expect(items.map((visit) => visit.visitorId)).toEqual([...visitors].reverse());
  expect(next).toBeNull();
  expect(items[0]).toMatchObject({
    visitNumber: 1,
    pageCount: 2,
    entryPage: 'https://shop.example/',
    endedAt: null,
    browser: expect.stringContaining('Firefox'),
  });
});

test.each([1, 2, 3, 6])('read %i at a time, every visit comes once', async (limit) => {
  const seen: string[] = [];
  let cursor = '';
  for (let reads = 0; reads < 20; reads++) {
    const { items, next } = await list(`?limit=${limit}${cursor}`);
    expect(items.length).toBeLessThanOrEqual(limit);
    seen.push(...items.map((visit) => visit.visitorId));
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  expect(seen).toEqual([...visitors].reverse());
});

test('one visitor’s visits', async () => {
  expect((await list(`?visitorId=${visitors[2]}`)).items.map((visit) => visit.visitorId)).toEqual([visitors[2]]);
  expect((await list(`?visitorId=${'0'.repeat(32)}`)).items).toEqual([]);
});

test('B-301 a visit’s detail shows its pages in order; its explanations, why its alert matched', async () => {
  const [visit] = (await list('?limit=1')).items;
  const detail = await admin.must<VisitDetail>('GET', `${below}/visits/${visit?.id}`);
  expect(detail.pages.map((page) => page.url)).toEqual(['https://shop.example/', 'https://shop.example/shoes']);
  expect(detail).toMatchObject({
    visit: { id: visit?.id },
    live: { visitId: visit?.id },
    invitations: [],
    earlierVisits: [],
    chats: [],
  });
  const explained = await admin.must<VisitExplanations>('GET', `${below}/visits/${visit?.id}/explanations`);
  expect(explained).toMatchObject({
    visitId: visit?.id,
    live: true,
    recorded: [{ kind: 'alert', name: 'All visitors', explanation: { verdict: true } }],
    rules: [{ kind: 'alert', name: 'All visitors', state: 'fired', blocked: [] }],
    next: null,
  });
  const path = `${below}/visits/${visit?.id}/explanations/alert/${explained.rules[0]?.id}`;
  const whole = await admin.must<RuleExplanation>('GET', path);
  expect(whole).toMatchObject({ rule: { explanation: { verdict: true, parts: [] } }, recorded: [{ kind: 'alert' }] });
});

const nobody = '018f0000-0000-7000-8000-000000000000';
test.each<[path: string, status: number]>([
  [nobody, 404],
  [`${nobody}/explanations`, 404],
  [`${nobody}/explanations/alert/${nobody}`, 404],
  [`${nobody}/explanations/alert/all`, 400],
  [`${nobody}/explanations/page/${nobody}`, 400],
  [`${nobody}/explanations?kind=page`, 400],
  [`${nobody}/explanations?limit=201`, 400],
])('visits/%s: %i', async (path, status) => {
  expect((await admin.call('GET', `${below}/visits/${path}`)).statusCode).toBe(status);
});

test('explanations are narrowed to a kind of rules and to words of their names', async () => {
  const [visit] = (await list('?limit=1')).items;
  const names = async (query: string) => {
    const address = `${below}/visits/${visit?.id}/explanations${query}`;
    return (await admin.must<VisitExplanations>('GET', address)).rules.map(({ name }) => name);
  };
  expect(await names('?kind=alert&search=visitors')).toEqual(['All visitors']);
  expect(await names('?search=shoes')).toEqual([]);
  expect(await names('?kind=prospectRule')).toEqual([]);
});

test.each<[query: string, count: number]>([
  ['', 7],
  ['?limit=3', 3],
])('the live list%s holds %i rows and counts all', async (query, count) => {
  const { items, counts } = await admin.must<{ items: LiveVisit[]; counts: object }>(
    'GET',
    `${below}/live-visits${query}`,
  );
  expect(items).toHaveLength(count);
  expect(counts).toMatchObject({ connected: 7, matching: 7, left: 0, chatting: 0 });
});
