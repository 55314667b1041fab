import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator, openConsole } from '../../testing/world.ts';
import { listProspectRules } from './list-prospect-rules.ts';

const nobodys = '018f0000-0000-7000-8000-000000000000';

describe.each(appsOnStores)('prospect rules on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  let origin: string;
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
    origin = await server.listen();
  });
  afterAll(() => server.close());

  /** A new site: the address of its prospect rules, and shortcuts to them. */
  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    const rules = `${below}/prospect-rules`;
    const list = async () => (await admin.must<{ items: ProspectRule[] }>('GET', rules)).items;
    return {
      siteId: site.id,
      below,
      rules,
      add: (rule: object) => admin.must<ProspectRule>('POST', rules, rule),
      copy: (id: string) => admin.must<ProspectRule>('POST', `${rules}/${id}/copy`),
      list,
      names: async () => (await list()).map((rule) => rule.name),
    };
  }

  test('S-031 a new site has none', async () => {
    expect(await (await openSite()).list()).toEqual([]);
  });

  test('S-032 a rule has its defaults', async () => {
    const site = await openSite();
    expect(await site.add({ name: 'Serious' })).toEqual({
      id: expect.any(String),
      version: 1,
      name: 'Serious',
      enabled: true,
      shadow: false,
      startAfterVisits: 1,
      minPages: null,
      minMinutes: null,
      specificPages: [],
      conditions: null,
      activation: 'oncePerVisitor',
      actions: { invite: null, popup: false, email: false, sms: false, flagAsCustomer: false },
    });
  });

  test('S-033 to S-048 a rule is answered as it was sent', async () => {
    const site = await openSite();
    const invite = await admin.must('POST', `${site.below}/invites`, { name: 'Need help?', altText: 'Chat with us' });
    const sent = {
      name: 'Serious',
      enabled: false,
      shadow: true,
      startAfterVisits: 2,
      minPages: 3,
      minMinutes: 4.5,
      specificPages: ['sales.htm OR products.htm', 're:^/basket$', 'a or b Or c'],
      conditions: { all: [{ variable: 'place.country', operator: 'isOneOf', value: ['GB', 'Ireland'] }] },
      activation: 'everyTime',
      actions: { invite: invite.id, popup: true, email: true, sms: true, flagAsCustomer: true },
    };
    const stored = await site.add(sent);
    expect(stored).toEqual({ ...sent, id: stored.id, version: 1 });
    expect(await admin.must('GET', `${site.rules}/${stored.id}`)).toEqual(stored);
    expect(await listProspectRules(server.storage.db, site.siteId)).toEqual([stored]);
  });

  test('S-031 rules stand in the order they were made, or were put in', async () => {
    const site = await openSite();
    const [one, two, three] = [
      await site.add({ name: 'One' }),
      await site.add({ name: 'Two' }),
      await site.add({ name: 'Three' }),
    ];
    expect(await site.names()).toEqual(['One', 'Two', 'Three']);
    const answer = await admin.must<{ items: ProspectRule[] }>('PUT', `${site.rules}/order`, {
      ids: [three.id, one.id, two.id],
    });
    expect(answer.items.map((rule) => rule.name)).toEqual(['Three', 'One', 'Two']);
    await site.add({ name: 'Four' });
    expect(await site.names()).toEqual(['Three', 'One', 'Two', 'Four']);
  });

  test.each<[what: string, order: (one: string, two: string) => string[]]>([
    ['one left out', (one) => [one]],
    ['one named twice', (one, two) => [one, two, one]],
    ['one twice, another left out', (one) => [one, one]],
    ['one of nobody', (one, two) => [one, two, nobodys]],
    ['nothing', () => []],
  ])('an order is refused: %s', async (_what, order) => {
    const site = await openSite();
    const [one, two] = [await site.add({ name: 'One' }), await site.add({ name: 'Two' })];
    const answer = await admin.call('PUT', `${site.rules}/order`, { body: { ids: order(one.id, two.id) } });
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringMatching(/every prospect rule/)]);
    expect(await site.names()).toEqual(['One', 'Two']);
  });

  test.each<[what: string, method: 'PUT' | 'DELETE', version: number, status: number]>([
    ['changed at its version', 'PUT', 1, 200],
    ['changed at another', 'PUT', 2, 409],
    ['deleted at its version', 'DELETE', 1, 204],
    ['deleted at another', 'DELETE', 2, 409],
  ])('a rule is %s', async (_what, method, version, status) => {
    const site = await openSite();
    const { id } = await site.add({ name: 'One', minPages: 3 });
    const answer =
      method === 'PUT'
        ? await admin.call('PUT', `${site.rules}/${id}`, { body: { name: 'Changed', version } })
        : await admin.call('DELETE', `${site.rules}/${id}?version=${version}`);
    expect(answer.statusCode).toBe(status);
    const left = (await site.list()).map((rule) => [rule.name, rule.minPages, rule.version]);
    expect(left).toEqual(status === 204 ? [] : status === 200 ? [['Changed', null, 2]] : [['One', 3, 1]]);
  });

  test('of two changes on the same version one is refused', async () => {
    const site = await openSite();
    const { id } = await site.add({ name: 'One' });
    const change = (name: string) => admin.call('PUT', `${site.rules}/${id}`, { body: { name, version: 1 } });
    const statuses = (await Promise.all([change('A'), change('B'), change('C')])).map((answer) => answer.statusCode);
    expect(statuses.sort()).toEqual([200, 409, 409]);
  });

  test('S-031 a copy stands right behind its original, disabled, under a name of its own', async () => {
    const site = await openSite();
    const { id, version: _version, ...one } = await site.add({ name: 'One', minPages: 3, actions: { popup: true } });
    await site.add({ name: 'Two' });
    const copy = await site.copy(id);
    expect(copy).toEqual({ ...one, id: copy.id, version: 1, name: 'One copy', enabled: false });
    expect(copy.id).not.toBe(id);
    await site.copy(id);
    expect(await site.names()).toEqual(['One', 'One copy 2', 'One copy', 'Two']);
    expect(await admin.must('GET', `${site.rules}/${id}`)).toMatchObject({ version: 1, enabled: true });
  });

  test('a copy stands right behind its original, though that shares its position with others', async () => {
    const site = await openSite();
    for (const name of ['One', 'Two', 'Three'])
      await server.storage.db
        .insertInto('prospect_rule')
        .values({ site_id: site.siteId, id: newId(), position: 1, version: 1, body: JSON.stringify({ name }) })
        .execute();
    const [, two] = await site.list();
    await site.copy(String(two?.id));
    expect(await site.names()).toEqual(['One', 'Two', 'Two copy', 'Three']);
  });

  test('a rule that is gone is not found, whatever the version', async () => {
    const site = await openSite();
    const { id } = await site.add({ name: 'One' });
    await admin.must('DELETE', `${site.rules}/${id}?version=1`);
    const url = `${site.rules}/${id}`;
    const answers = [
      await admin.call('GET', url),
      await admin.call('PUT', url, { body: { name: 'X', version: 1 } }),
      await admin.call('DELETE', `${url}?version=1`),
      await admin.call('POST', `${url}/copy`),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404, 404]);
  });

  const term = { variable: 'visit.pages', operator: '>=', value: 1 };
  const nested = (depth: number): object => (depth === 1 ? { all: [term] } : { any: [nested(depth - 1)] });

  test.each<[what: string, rule: object, error: RegExp]>([
    ['no name', { name: undefined }, /^name: /],
    ['a blank name', { name: '  ' }, /^name: /],
    ['a long name', { name: 'x'.repeat(81) }, /^name: /],
    ['visits from nought', { startAfterVisits: 0 }, /^startAfterVisits: .*>=1/],
    ['half a visit', { startAfterVisits: 1.5 }, /^startAfterVisits: /],
    ['half a page', { minPages: 1.5 }, /^minPages: /],
    ['fewer than no pages', { minPages: -1 }, /^minPages: .*>=0/],
    ['fewer than no minutes', { minMinutes: -0.1 }, /^minMinutes: .*>=0/],
    ['an unknown activation', { activation: 'always' }, /^activation: .*"oncePerVisitor"\|"oncePerVisit"\|"everyTime"/],
    ['an empty line', { specificPages: ['ok', ''] }, /^specificPages\.1: /],
    ['a blank line', { specificPages: ['ok', ' '] }, /^specificPages\.1: is empty$/],
    ['no page before an OR', { specificPages: ['OR a'] }, /^specificPages\.0: has an OR without a page on each side/],
    ['no page after an OR', { specificPages: ['a or '] }, /^specificPages\.0: has an OR without a page on each side/],
    ['no page between ORs', { specificPages: ['a OR OR b'] }, /^specificPages\.0: has an OR without a page on each/],
    ['no page but an OR', { specificPages: ['Or'] }, /^specificPages\.0: has an OR without a page on each side of it$/],
    ['a page too long', { specificPages: ['x'.repeat(501)] }, /^specificPages\.0: is longer than 500 characters$/],
    [
      'an alternative that cannot be matched',
      { specificPages: ['ok', 'a OR re:(?=b)'] },
      /^specificPages\.1: has an alternative, re:\(\?=b\), that is not an expression that can be matched in linear time/,
    ],
    [
      'one of two lines in an entry',
      { specificPages: ['a;re:('] },
      /^specificPages\.0: “re:\(” is not an expression that can be matched in linear time/,
    ],
    [
      'a place for a network',
      { conditions: { all: [{ variable: 'place.address', operator: 'inNetwork', value: 'x' }] } },
      /^conditions\.all\.0\.value: must be a network/,
    ],
    [
      'an unknown variable',
      { conditions: { all: [term, { any: [{ ...term, variable: 'visit.mood' }] }] } },
      /^conditions\.all\.1\.any\.0\.variable: .*"visit\.pages"/,
    ],
    ['too deep', { conditions: nested(6) }, /^conditions: .*at most 5 deep/],
    ['an invite nobody knows', { actions: { invite: 'none' } }, /^actions\.invite: is no invite of this site$/],
    ['an unknown field', { minpages: 3 }, /minpages/],
    ['an unknown action', { actions: { mail: true } }, /^actions.*mail/],
  ])('refused, naming the field: %s', async (_what, rule, error) => {
    const site = await openSite();
    const { id } = await site.add({ name: 'Kept' });
    const answers = [
      await admin.call('POST', site.rules, { body: { name: 'X', ...rule } }),
      await admin.call('PUT', `${site.rules}/${id}`, { body: { name: 'X', ...rule, version: 1 } }),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(400);
      expect(errorsOf(answer)).toEqual([expect.stringMatching(error)]);
    }
    expect(await site.names()).toEqual(['Kept']);
  });

  test('another site’s rules, and invites, are invisible', async () => {
    const [site, other] = [await openSite(), await openSite()];
    const { id } = await other.add({ name: 'Theirs' });
    const mine = await site.add({ name: 'Mine' });
    const url = `${site.rules}/${id}`;
    const answers = [
      await admin.call('GET', url),
      await admin.call('PUT', url, { body: { name: 'X', version: 1 } }),
      await admin.call('DELETE', `${url}?version=1`),
      await admin.call('POST', `${url}/copy`),
      await admin.call('PUT', `${site.rules}/order`, { body: { ids: [mine.id, id] } }),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404, 404, 409]);
    const invite = await admin.must('POST', `${other.below}/invites`, { name: 'Hello', altText: 'Hello' });
    const refused = await admin.call('POST', site.rules, { body: { name: 'X', actions: { invite: invite.id } } });
    expect(errorsOf(refused)).toEqual(['actions.invite: is no invite of this site']);
    expect([await site.names(), await other.names()]).toEqual([['Mine'], ['Theirs']]);
  });

  test('an operator of the site reads, and writes nothing', async () => {
    const site = await openSite();
    const rule = await site.add({ name: 'One' });
    const { caller } = await addOperator({ http: server.http, admin }, 'reader', 'operator', [site.siteId]);
    expect(await caller.must('GET', site.rules)).toEqual({ items: [rule] });
    expect(await caller.must('GET', `${site.rules}/${rule.id}`)).toEqual(rule);
    const answers = [
      await caller.call('POST', site.rules, { body: { name: 'X' } }),
      await caller.call('PUT', `${site.rules}/${rule.id}`, { body: { name: 'X', version: 1 } }),
      await caller.call('PUT', `${site.rules}/order`, { body: { ids: [rule.id] } }),
      await caller.call('POST', `${site.rules}/${rule.id}/copy`),
      await caller.call('DELETE', `${site.rules}/${rule.id}?version=1`),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([403, 403, 403, 403, 403]);
    expect(await site.list()).toEqual([rule]);
  });

  test('each write tells all nodes that the rules changed', async () => {
    const site = await openSite();
    const console_ = await openConsole(origin, admin);
    const { id } = await site.add({ name: 'One' });
    const copy = await site.copy(id);
    await admin.must('PUT', `${site.rules}/${id}`, { name: 'Two', version: 1 });
    await admin.must('PUT', `${site.rules}/order`, { ids: [copy.id, id] });
    await admin.must('DELETE', `${site.rules}/${id}?version=2`);
    await admin.call('DELETE', `${site.rules}/${copy.id}?version=7`); // refused: nothing to tell
    await admin.must('POST', '/api/v1/sites', { name: 'Last' });
    await admin.must('PUT', `/api/v1/sites/${site.siteId}`, { name: 'Renamed', version: 1 });
    await console_.next((frame) => frame.type === 'configuration.changed' && frame.documents === 'site');
    expect(
      console_.frames.filter((frame) => frame.type === 'configuration.changed').map((frame) => frame.documents),
    ).toEqual([...Array(5).fill('prospectRules'), 'site']);
    await console_.close();
  });

  test('a site can have 10,000 rules, in any order, and no more', async () => {
    const site = await openSite();
    const rows = Array.from({ length: 9_999 }, (_, index) => ({
      site_id: site.siteId,
      id: newId(),
      position: index + 1,
      version: 1,
      body: JSON.stringify({ name: `Rule ${index}` }),
    }));
    for (let start = 0; start < rows.length; start += 1000)
      await server.storage.db
        .insertInto('prospect_rule')
        .values(rows.slice(start, start + 1000))
        .execute();
    const last = await site.add({ name: 'Last' });
    const refusals = [
      await admin.call('POST', site.rules, { body: { name: 'One more' } }),
      await admin.call('POST', `${site.rules}/${last.id}/copy`),
    ];
    for (const answer of refusals)
      expect([answer.statusCode, answer.json().detail]).toEqual([409, 'A site can have at most 10,000 prospect rules']);
    const ids = [last.id, ...rows.map((row) => row.id).reverse()];
    const { items } = await admin.must<{ items: ProspectRule[] }>('PUT', `${site.rules}/order`, { ids });
    expect(items.map((rule) => rule.id)).toEqual(ids);
  });
});
