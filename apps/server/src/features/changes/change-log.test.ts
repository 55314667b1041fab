import type { Change, ChangeDetail } from '@foyer/protocol/change';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enforceAccess } from '../../http/access.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { signIn } from '../../testing/caller.ts';

interface Page {
  items: Change[];
  next: string | null;
}

describe.each(appsOnStores)('the change log on %s', (_store, open) => {
  let app: StoredApp;
  let siteId: string;
  const log = (path = '') => app.admin.must<Page>('GET', `/api/v1/sites/${siteId}/audit${path}`);
  const detail = (id: string) => app.admin.must<ChangeDetail>('GET', `/api/v1/sites/${siteId}/audit/${id}`);

  beforeAll(async () => {
    app = await open();
    siteId = (await app.admin.must('POST', '/api/v1/sites', { name: 'Shop' })).id;
  });
  afterAll(() => app.close());

  test('tells who made, changed and deleted a document, with all of it before and after', async () => {
    const alerts = `/api/v1/sites/${siteId}/alerts`;
    const made = await app.admin.must('POST', alerts, { name: 'AdWords', entryPages: ['*source=adwords'] });
    const changed = await app.admin.must('PUT', `${alerts}/${made.id}`, {
      name: 'AdWords',
      entryPages: ['*source=adwords'],
      actions: { popup: true },
      version: 1,
    });
    await app.admin.must('DELETE', `${alerts}/${made.id}?version=${changed.version}`);

    const { items } = await log(`?kind=alert&documentId=${made.id}`);
    expect(items.map(({ act, fields, name }) => ({ act, fields, name }))).toEqual([
      { act: 'deleted', fields: [], name: 'AdWords' },
      { act: 'changed', fields: ['actions.popup'], name: 'AdWords' },
      { act: 'created', fields: [], name: 'AdWords' },
    ]);
    const me = await app.admin.must<{ id: string; name: string }>('GET', '/api/v1/me');
    expect(items[0]).toMatchObject({ operatorId: me.id, operatorName: me.name });
    const change = await detail(String(items[1]?.id));
    expect(change.before).toMatchObject({ actions: { popup: false }, entryPages: ['*source=adwords'] });
    expect(change.after).toMatchObject({ actions: { popup: true } });
    expect(change.after).not.toHaveProperty('version');
  });

  test('what was refused, or changes nothing, leaves no entry', async () => {
    const exclusions = `/api/v1/sites/${siteId}/exclusions`;
    await app.admin.must('PUT', exclusions, { pages: ['a'], version: 0 });
    const stale = await app.admin.call('PUT', exclusions, { body: { pages: ['b'], version: 0 } });
    expect(stale.statusCode).toBe(409);
    await app.admin.must('PUT', exclusions, { pages: ['a'], version: 1 });
    const { items } = await log('?kind=exclusions');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ act: 'changed', fields: ['pages'], name: 'Exclusions' });
  });

  test('an order is told by names', async () => {
    const rules = `/api/v1/sites/${siteId}/prospect-rules`;
    const [one, two] = [
      await app.admin.must('POST', rules, { name: 'One' }),
      await app.admin.must('POST', rules, { name: 'Two' }),
    ];
    await app.admin.must('PUT', `${rules}/order`, { ids: [two.id, one.id] });
    const { items } = await log('?kind=prospectRuleOrder');
    expect(await detail(String(items[0]?.id))).toMatchObject({
      before: { order: ['One', 'Two'] },
      after: { order: ['Two', 'One'] },
    });
  });

  test('secrets are in no entry', async () => {
    const notifications = `/api/v1/sites/${siteId}/notifications`;
    const smtp = {
      host: 'mail.example.com',
      from: { address: 'shop@example.com' },
      user: 'shop',
      password: 'hush-hush-1',
    };
    await app.admin.must('PUT', notifications, { smtp, version: 0 });
    await app.admin.must('PUT', notifications, { smtp: { ...smtp, password: 'hush-hush-2' }, version: 1 });
    const users = { name: 'Otto', email: 'otto@example.test', password: 'hush-hush-3' };
    await app.admin.must('POST', '/api/v1/users', users);
    const rows = await app.storage.db.selectFrom('change').selectAll().execute();
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['notifications', 'user']));
    expect(JSON.stringify(rows)).not.toMatch(/hush/);
  });

  test('is read in pages, newest first, whole', async () => {
    const all = (await log('?limit=200')).items.map(({ id }) => id);
    const read: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await log(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      read.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(read).toEqual(all);
    expect(all).toEqual([...all].sort().reverse());
    expect(all.length).toBeGreaterThan(5);
  });

  test('the installation has a log of its own', async () => {
    const { items } = await app.admin.must<Page>('GET', '/api/v1/audit?kind=user');
    expect(items[0]).toMatchObject({ act: 'created', name: 'Otto' });
    const one = await app.admin.must<ChangeDetail>('GET', `/api/v1/audit/${items[0]?.id}`);
    expect(one.after).toMatchObject({ email: 'otto@example.test' });
    expect((await log('?kind=user')).items).toEqual([]);
  });

  test('only administrators read it', async () => {
    const body = { name: 'Paula', email: 'paula@example.test', password: 'a long password', siteIds: [siteId] };
    await app.admin.must('POST', '/api/v1/users', { ...body, role: 'supervisor' });
    const paula = await signIn(app, body);
    expect((await paula.call('GET', `/api/v1/sites/${siteId}/audit`)).statusCode).toBe(403);
    expect((await paula.call('GET', '/api/v1/audit')).statusCode).toBe(403);
  });
});

test.each([
  ['a change that was not recorded', {}, 500],
  ['a route that changes nothing', { changes: 'nothing' } as const, 200],
])('%s', async (_what, declared, status) => {
  const http = fastify();
  enforceAccess(http, {
    authenticate: async () => ({ operatorId: 'a', name: 'Ann', role: 'administrator', siteIds: null, sessionHash: '' }),
    siteExists: async () => true,
    now: () => 0,
    onUnrecorded: (route) => {
      throw new Error(route);
    },
  });
  const access = { who: 'administrator', touches: 'installation', ...declared } as const;
  http.post('/change', { config: { access } }, async () => ({}));
  expect((await http.inject({ method: 'POST', url: '/change' })).statusCode).toBe(status);
});
