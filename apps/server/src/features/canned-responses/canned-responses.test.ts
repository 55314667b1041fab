import type { CannedResponse } from '@foyer/protocol/canned-response';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator } from '../../testing/world.ts';

describe.each(appsOnStores)('W-157 canned responses on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
  });
  afterAll(() => server.close());

  const openSite = async () => {
    const { id } = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const url = `/api/v1/sites/${id}/canned-responses`;
    return {
      id,
      url,
      add: (fields: object) => admin.must<CannedResponse>('POST', url, { title: 'Hello', body: 'Hello!', ...fields }),
      titles: async (caller = admin) =>
        (await caller.must<{ items: CannedResponse[] }>('GET', url)).items.map(({ title }) => title),
    };
  };

  test('global ones are of every site, those of a site of it alone; by folder, then title', async () => {
    const [here, there] = [await openSite(), await openSite()];
    await here.add({ title: 'Zebra' });
    await here.add({ title: 'apple', folder: ['Shipping', 'Abroad'] });
    await here.add({ title: 'Banana', folder: ['Shipping'] });
    const everywhere = await here.add({ title: 'Bye', scope: 'global' });
    expect(everywhere).toMatchObject({ scope: 'global', version: 1 });
    expect(await here.titles()).toEqual(['Bye', 'Zebra', 'Banana', 'apple']);
    expect(await there.titles()).toEqual(['Bye']);
    await admin.must('DELETE', `${there.url}/${everywhere.id}?version=1`);
    expect(await here.titles()).toEqual(['Zebra', 'Banana', 'apple']);
  });

  test('an operator’s own are seen on each of their sites and by nobody else, administrators included', async () => {
    const [here, there] = [await openSite(), await openSite()];
    const ann = await addOperator(server, 'ann own', 'operator', [here.id, there.id]);
    const bob = await addOperator(server, 'bob own', 'operator', [here.id]);
    const mine = await ann.caller.must<CannedResponse>('POST', '/api/v1/me/canned-responses', {
      title: 'Mine',
      body: 'Hi, {operator.name} here.',
    });
    expect(mine.scope).toBe('personal');
    expect(await here.titles(ann.caller)).toEqual(['Mine']);
    expect(await there.titles(ann.caller)).toEqual(['Mine']);
    expect(await here.titles(bob.caller)).toEqual([]);
    expect(await here.titles()).toEqual([]);
    const change = { title: 'Taken', body: 'x', version: 1 };
    for (const caller of [bob.caller, admin])
      expect((await caller.call('PUT', `/api/v1/me/canned-responses/${mine.id}`, { body: change })).statusCode).toBe(
        404,
      );
    const shared = await admin.call('PUT', `${here.url}/${mine.id}`, { body: { ...change, scope: 'site' } });
    expect(shared.statusCode).toBe(404);
    await ann.caller.must('PUT', `/api/v1/me/canned-responses/${mine.id}`, { ...change, title: 'Mine too' });
    expect(await here.titles(ann.caller)).toEqual(['Mine too']);
    await ann.caller.must('DELETE', `/api/v1/me/canned-responses/${mine.id}?version=2`);
    expect(await here.titles(ann.caller)).toEqual([]);
  });

  test('a change names its version; one of a site can be made global', async () => {
    const site = await openSite();
    const made = await site.add({ title: 'First' });
    const put = (version: number, scope: string) =>
      admin.call('PUT', `${site.url}/${made.id}`, { body: { scope, title: 'Second', body: 'B', version } });
    expect((await put(7, 'site')).statusCode).toBe(409);
    expect((await put(1, 'global')).json()).toMatchObject({ scope: 'global', title: 'Second', version: 2 });
    expect((await admin.call('DELETE', `${site.url}/${made.id}?version=1`)).statusCode).toBe(409);
    await admin.must('DELETE', `${site.url}/${made.id}?version=2`);
  });

  test.each<[what: string, fields: object, fault: RegExp]>([
    ['a placeholder nobody knows', { body: 'Hi {visitor.nam}' }, /^body: has \{visitor\.nam\}.*\{visitor\.name\}/],
    ['a blank text', { body: ' \n ' }, /^body: must not be blank/],
    ['no title', { title: ' ' }, /^title/],
    ['a slash in a folder', { folder: ['A/B'] }, /^folder\.0: must not contain \//],
    ['folders too deep', { folder: ['a', 'b', 'c', 'd', 'e', 'f'] }, /^folder: folders can be at most 5 deep/],
  ])('%s is refused', async (_what, fields, fault) => {
    const site = await openSite();
    const answer = await admin.call('POST', site.url, { body: { title: 'Hello', body: 'Hello!', ...fields } });
    expect(answer.statusCode).toBe(400);
    expect(errorsOf(answer)).toEqual([expect.stringMatching(fault)]);
  });

  test('braces that are no placeholder may stand in a text', async () => {
    const site = await openSite();
    await site.add({ body: 'Use { "a": 1 } and {0}' });
  });

  test('a folder is renamed with all that is in it; others of like name stay', async () => {
    const site = await openSite();
    await site.add({ title: 'One', folder: ['Shipping'] });
    await site.add({ title: 'Two', folder: ['Shipping', 'Abroad'] });
    await site.add({ title: 'Three', folder: ['Shipping costs'] });
    const { items } = await admin.must<{ items: CannedResponse[] }>('POST', `${site.url}/rename-folder`, {
      scope: 'site',
      from: ['Shipping'],
      to: ['Help', 'Delivery'],
    });
    expect(items.map(({ title, folder }) => [title, folder.join('/')])).toEqual([
      ['One', 'Help/Delivery'],
      ['Two', 'Help/Delivery/Abroad'],
      ['Three', 'Shipping costs'],
    ]);
    const tooDeep = await admin.call('POST', `${site.url}/rename-folder`, {
      body: { scope: 'site', from: ['Help'], to: ['1', '2', '3', '4'] },
    });
    expect(errorsOf(tooDeep)).toEqual(['to: would put folders too deep inside of each other']);
  });
});
