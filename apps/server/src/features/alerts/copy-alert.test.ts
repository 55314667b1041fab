import type { Alert } from '@foyer/protocol/alert';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

describe.each(appsOnStores)('alerts on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  let origin: string;
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
    origin = await server.listen();
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const alerts = `/api/v1/sites/${site.id}/alerts`;
    const list = async () => (await admin.must<{ items: Alert[] }>('GET', alerts)).items;
    return {
      siteId: site.id,
      alerts,
      add: (alert: object) => admin.must<Alert>('POST', alerts, alert),
      copy: (id: string) => admin.must<Alert>('POST', `${alerts}/${id}/copy`),
      list,
      names: async () => (await list()).map((alert) => alert.name),
    };
  }

  test('S-010 a copy stands right behind its original, disabled, under a name of its own', async () => {
    const site = await openSite();
    const sent = { name: 'AdWords', keywords: ['shoes'], paid: { cost: { fixed: '0.50' } }, actions: { popup: true } };
    const { id, version: _version, ...one } = await site.add(sent);
    await site.add({ name: 'Two' });
    const copy = await site.copy(id);
    expect(copy).toEqual({ ...one, id: copy.id, version: 1, name: 'AdWords copy', enabled: false });
    await site.copy(copy.id);
    expect(await site.names()).toEqual(['AdWords', 'AdWords copy', 'AdWords copy 2', 'Two', 'All visitors']);
  });

  test('S-012 a copy of All visitors is an ordinary alert, and stands before it', async () => {
    const site = await openSite();
    await site.add({ name: 'One' });
    const all = (await site.list()).at(-1);
    const copy = await site.copy(String(all?.id));
    expect(copy).toMatchObject({
      name: 'All visitors copy',
      builtIn: false,
      enabled: false,
      searchEngines: 'anywhere',
    });
    expect(await site.names()).toEqual(['One', 'All visitors copy', 'All visitors']);
    await admin.must('PUT', `${site.alerts}/${copy.id}`, { name: 'Shoes', keywords: ['shoes'], version: 1 });
    await admin.must('DELETE', `${site.alerts}/${copy.id}?version=2`);
    expect(await site.names()).toEqual(['One', 'All visitors']);
  });

  test('another site’s alert cannot be copied, nor by an operator one of their own', async () => {
    const [site, other] = [await openSite(), await openSite()];
    const [mine, theirs] = [await site.add({ name: 'Mine' }), await other.add({ name: 'Theirs' })];
    const { caller } = await addOperator({ http: server.http, admin }, 'alert reader', 'operator', [site.siteId]);
    expect((await admin.call('POST', `${site.alerts}/${theirs.id}/copy`)).statusCode).toBe(404);
    expect((await caller.call('POST', `${site.alerts}/${mine.id}/copy`)).statusCode).toBe(403);
    expect(await caller.must('GET', `${site.alerts}/${mine.id}`)).toEqual(mine);
    expect([await site.names(), await other.names()]).toEqual([
      ['Mine', 'All visitors'],
      ['Theirs', 'All visitors'],
    ]);
  });

  test('a copy tells all nodes that the alerts changed', async () => {
    const site = await openSite();
    const { id } = await site.add({ name: 'One' });
    const console_ = await openConsole(origin, admin);
    await site.copy(id);
    expect(await console_.next('configuration.changed')).toMatchObject({ siteId: site.siteId, documents: 'alerts' });
    await console_.close();
  });

  test.each<[what: string, alert: object, error: RegExp]>([
    [
      'a country nobody knows',
      { conditions: { all: [{ variable: 'place.country', operator: 'equals', value: 'Frnce' }] } },
      /^conditions\.all\.0\.value: is no country or ISO code: Frnce\. Did you mean France\?$/,
    ],
    ['one of two patterns in an entry', { entryPages: ['ok;re:('] }, /^entryPages\.0: “re:\(” is not an expression/],
    [
      'one of two addresses in an entry',
      { addresses: ['10.0.0.0/8; 10.0.0.300'] },
      /^addresses\.0: “10\.0\.0\.300” is not an IP address/,
    ],
  ])('S-037 refused, naming the field: %s', async (_what, alert, error) => {
    const site = await openSite();
    const answer = await admin.call('POST', site.alerts, { body: { name: 'X', ...alert } });
    expect([answer.statusCode, errorsOf(answer)]).toEqual([400, [expect.stringMatching(error)]]);
    expect(await site.names()).toEqual(['All visitors']);
  });

  test('a site can have 10,000 alerts, All visitors included, in any order, and no more', async () => {
    const site = await openSite();
    const rows = Array.from({ length: 9_999 }, (_, index) => ({
      site_id: site.siteId,
      id: newId(),
      position: index + 2,
      version: 1,
      body: JSON.stringify({ name: `Alert ${index}` }),
      built_in: 0,
    }));
    for (let start = 0; start < rows.length; start += 1000)
      await server.storage.db
        .insertInto('alert')
        .values(rows.slice(start, start + 1000))
        .execute();
    const refusals = [
      await admin.call('POST', site.alerts, { body: { name: 'One more' } }),
      await admin.call('POST', `${site.alerts}/${rows[0]?.id}/copy`),
    ];
    for (const answer of refusals)
      expect([answer.statusCode, answer.json().detail]).toEqual([409, 'A site can have at most 10,000 alerts']);
    const all = (await site.list()).at(-1);
    const ids = [...rows.map((row) => row.id).reverse(), String(all?.id)];
    const { items } = await admin.must<{ items: Alert[] }>('PUT', `${site.alerts}/order`, { ids });
    expect(items.map((alert) => alert.id)).toEqual(ids);
  });
});
