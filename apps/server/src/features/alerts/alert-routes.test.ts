import type { Alert, AlertList } from '@foyer/protocol/alert';
import { afterAll, expect, test } from 'vitest';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

/** A new site: the address of its alerts, and shortcuts to them. */
async function openSite() {
  const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
  const below = `/api/v1/sites/${site.id}`;
  const alerts = `${below}/alerts`;
  return {
    below,
    alerts,
    add: (alert: object) => admin.must<Alert>('POST', alerts, alert),
    list: () => admin.must<AlertList>('GET', alerts),
    names: async () => (await admin.must<AlertList>('GET', alerts)).items.map((alert) => alert.name),
  };
}

test('S-012 a new site has All visitors, which matches every visit', async () => {
  const { items } = await (await openSite()).list();
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    name: 'All visitors',
    builtIn: true,
    enabled: true,
    version: 1,
    searchEngines: 'anywhere',
    conditions: null,
  });
});

test('S-010 an alert is answered as it was sent, with its defaults', async () => {
  const site = await openSite();
  const sent = {
    name: 'AdWords',
    color: '#2F9E44',
    entryPages: ['*source=adwords'],
    keywords: ['shoes'],
    addresses: ['192.0.2.*', '*.example.com'],
    conditions: {
      all: [
        { variable: 'visit.pages', operator: '>=', value: 3 },
        { any: [{ variable: 'place.country', operator: 'equals', value: 'FR' }] },
      ],
    },
    paid: { cost: { fixed: '0.50' } },
    actions: { popup: true, emailStaff: ['staff@example.test'] },
  };
  const stored = await site.add(sent);
  expect(stored).toMatchObject({ ...sent, version: 1, builtIn: false, enabled: true, icon: 'flag' });
  expect(await admin.must('GET', `${site.alerts}/${stored.id}`)).toEqual(stored);
  expect((await site.list()).items[0]).toEqual(stored);
});

test('S-011 alerts stand in the order they were made, All visitors last', async () => {
  const site = await openSite();
  for (const name of ['One', 'Two', 'Three']) await site.add({ name });
  expect(await site.names()).toEqual(['One', 'Two', 'Three', 'All visitors']);
});

test('S-011 an order is kept, with or without All visitors at its end', async () => {
  const site = await openSite();
  const [one, two, three] = [
    await site.add({ name: 'One' }),
    await site.add({ name: 'Two' }),
    await site.add({ name: 'Three' }),
  ];
  const all = (await site.list()).items.at(-1);
  await admin.must('PUT', `${site.alerts}/order`, { ids: [three.id, one.id, two.id] });
  expect(await site.names()).toEqual(['Three', 'One', 'Two', 'All visitors']);
  const answer = await admin.must<AlertList>('PUT', `${site.alerts}/order`, {
    ids: [two.id, one.id, three.id, all?.id],
  });
  expect(answer.items.map((alert) => alert.name)).toEqual(['Two', 'One', 'Three', 'All visitors']);
});

test.each<
  [what: string, order: (ids: { one: string; two: string; all: string }) => string[], status: number, detail: RegExp]
>([
  ['All visitors before another', ({ one, two, all }) => [all, one, two], 400, /All visitors stays last/],
  ['All visitors in the middle', ({ one, two, all }) => [one, all, two], 400, /All visitors stays last/],
  ['one left out', ({ one }) => [one], 409, /every alert of the site once/],
  ['one named twice', ({ one, two }) => [one, two, one], 409, /every alert of the site once/],
  ['one twice, another left out', ({ one }) => [one, one], 409, /every alert of the site once/],
  [
    'one of nobody',
    ({ one, two }) => [one, two, '018f0000-0000-7000-8000-000000000000'],
    409,
    /every alert of the site once/,
  ],
  ['nothing', () => [], 409, /every alert of the site once/],
])('S-011 an order is refused: %s', async (_what, order, status, detail) => {
  const site = await openSite();
  const [one, two] = [await site.add({ name: 'One' }), await site.add({ name: 'Two' })];
  const all = (await site.list()).items.at(-1)?.id ?? '';
  const answer = await admin.call('PUT', `${site.alerts}/order`, {
    body: { ids: order({ one: one.id, two: two.id, all }) },
  });
  expect([answer.statusCode, answer.json().detail]).toEqual([status, expect.stringMatching(detail)]);
  expect(await site.names()).toEqual(['One', 'Two', 'All visitors']);
});

test.each<[what: string, version: number, status: number]>([
  ['the version it was read at', 1, 200],
  ['a later one', 2, 409],
])('a change names %s', async (_what, version, status) => {
  const site = await openSite();
  const { id } = await site.add({ name: 'One' });
  const answer = await admin.call('PUT', `${site.alerts}/${id}`, { body: { name: 'Changed', version } });
  expect(answer.statusCode).toBe(status);
  expect(await admin.must('GET', `${site.alerts}/${id}`)).toMatchObject(
    status === 200 ? { name: 'Changed', version: 2 } : { name: 'One', version: 1 },
  );
});

test('of two changes on the same version one is refused', async () => {
  const site = await openSite();
  const { id } = await site.add({ name: 'One' });
  const change = (name: string) => admin.call('PUT', `${site.alerts}/${id}`, { body: { name, version: 1 } });
  const statuses = (await Promise.all([change('A'), change('B'), change('C')])).map((answer) => answer.statusCode);
  expect(statuses.sort()).toEqual([200, 409, 409]);
});

test.each<[what: string, query: string, status: number, isGone: boolean]>([
  ['with its version', 'version=1', 204, true],
  ['with a stale one', 'version=2', 409, false],
  ['without one', '', 400, false],
  ['with something else', 'version=one', 400, false],
])('an alert is deleted %s', async (_what, query, status, isGone) => {
  const site = await openSite();
  const { id } = await site.add({ name: 'One' });
  expect((await admin.call('DELETE', `${site.alerts}/${id}?${query}`)).statusCode).toBe(status);
  expect((await admin.call('GET', `${site.alerts}/${id}`)).statusCode).toBe(isGone ? 404 : 200);
});

test('S-012 All visitors cannot be deleted, nor be given criteria or another name; it can be disabled', async () => {
  const site = await openSite();
  const all = (await site.list()).items[0];
  const url = `${site.alerts}/${all?.id}`;
  const deleted = await admin.call('DELETE', `${url}?version=1`);
  expect([deleted.statusCode, deleted.json().detail]).toEqual([409, 'All visitors cannot be deleted, only disabled']);
  for (const change of [
    { name: 'Some' },
    { name: 'All visitors', keywords: ['x'] },
    { name: 'All visitors', ownOrganisation: true },
    { name: 'All visitors', conditions: { all: [] } },
  ])
    expect([change, (await admin.call('PUT', url, { body: { ...change, version: 1 } })).statusCode]).toEqual([
      change,
      400,
    ]);
  expect(await admin.must('PUT', url, { name: 'All visitors', enabled: false, version: 1 })).toMatchObject({
    enabled: false,
    builtIn: true,
    version: 2,
  });
});

const term = { variable: 'visit.pages', operator: '>=', value: 1 };
const nested = (depth: number): object => (depth === 1 ? { all: [term] } : { any: [nested(depth - 1)] });

test.each<[what: string, alert: object, path: string, message: RegExp]>([
  ['no name', {}, 'name', /./],
  ['a blank name', { name: '  ' }, 'name', /./],
  ['a name of two lines', { name: 'a\nb' }, 'name', /one line/],
  ['a long name', { name: 'x'.repeat(81) }, 'name', /./],
  ['NUL in a name', { name: 'a\0b' }, 'name', /cannot be stored/],
  ['half a surrogate pair', { name: '\ud800' }, 'name', /cannot be stored/],
  ['no colour', { name: 'X', color: 'green' }, 'color', /#2f9e44/],
  ['a cost below zero', { name: 'X', paid: { cost: { fixed: '-1' } } }, 'paid.cost.fixed', /not below zero/],
  ['more digits than money has', { name: 'X', paid: { cost: { fixed: '0.505' } } }, 'paid.cost', /amount of [A-Z]{3}/],
  ['an unknown icon', { name: 'X', icon: 'skull' }, 'icon', /./],
  ['an empty entry page', { name: 'X', entryPages: ['ok', ''] }, 'entryPages.1', /./],
  ['an address that is none', { name: 'X', addresses: ['10.0.0.1', '10.0.0.300'] }, 'addresses.1', /./],
  ['a host with a blank', { name: 'X', addresses: ['a b'] }, 'addresses.0', /IP address, a network, or a DNS name/],
  ['a network too long', { name: 'X', addresses: ['10.0.0.0/33'] }, 'addresses.0', /./],
  ['a search engine nobody knows', { name: 'X', searchEngines: ['Google', 'Fooogle'] }, 'searchEngines.1', /Fooogle/],
  ['no search engine', { name: 'X', searchEngines: [] }, 'searchEngines', /./],
  ['an invite nobody knows', { name: 'X', actions: { invite: 'none' } }, 'actions.invite', /no invite of this site/],
  [
    'an e-mail that is none',
    { name: 'X', actions: { emailStaff: ['a@b.example', 'staff'] } },
    'actions.emailStaff.1',
    /./,
  ],
  ['an unknown variable', { name: 'X', conditions: { all: [{ ...term, variable: 'visit.mood' }] } }, 'conditions', /./],
  ['too deep', { name: 'X', conditions: nested(6) }, 'conditions', /at most 5 deep/],
  [
    'too many conditions',
    { name: 'X', conditions: { any: [{ all: Array(60).fill(term) }, { all: Array(60).fill(term) }] } },
    'conditions',
    /at most 100 conditions/,
  ],
  ['an unknown field', { name: 'X', colour: '#2f9e44' }, '', /colour/],
  ['a cost that is no amount', { name: 'X', paid: { cost: { fixed: 'free' } } }, 'paid.cost', /./],
])('S-037 refused, naming the field: %s', async (_what, alert, path, message) => {
  const site = await openSite();
  const answer = await admin.call('POST', site.alerts, { body: alert });
  const { errors = [] } = answer.json<{ errors?: { path: string; message: string }[] }>();
  expect(answer.statusCode).toBe(400);
  const named = errors.filter((error) => (path === '' ? error.path === '' : error.path.startsWith(path)));
  expect(named.map((error) => error.message).join('; '), JSON.stringify(errors)).toMatch(message);
  expect(await site.names()).toEqual(['All visitors']);
});

test('S-014 alerts that nothing can reach are named with the reason', async () => {
  const site = await openSite();
  const shoes = await site.add({ name: 'Shoes', keywords: ['shoes'] });
  const same = await site.add({ name: 'Shoes again', keywords: ['SHOES'] });
  const everybody = await site.add({ name: 'Everybody' });
  const late = await site.add({ name: 'Late', keywords: ['hats'] });
  const { unreachable, items } = await site.list();
  const byShoes = { because: 'sameCriteria', blockedById: shoes.id, blockedByName: 'Shoes' };
  const byEverybody = { because: 'catchAll', blockedById: everybody.id, blockedByName: 'Everybody' };
  expect(unreachable).toEqual([
    { id: same.id, ...byShoes, reason: '“Shoes” stands before it and matches every visit that it would' },
    { id: late.id, ...byEverybody, reason: '“Everybody” stands before it and matches every visit' },
    { id: items.at(-1)?.id, ...byEverybody, reason: '“Everybody” stands before it and matches every visit' },
  ]);
});

test('S-022 whether organisations can be told is asked for', async () => {
  const { alerts } = await openSite();
  expect(await admin.must('GET', `${alerts}/organisation-state`)).toEqual({ organisations: 'ready' });
});

test('a site sends only its own invites', async () => {
  const site = await openSite();
  const invite = await admin.must('POST', `${site.below}/invites`, { name: 'Hello', altText: 'Hello' });
  expect(await site.add({ name: 'X', actions: { invite: invite.id } })).toMatchObject({
    actions: { invite: invite.id },
  });
});
