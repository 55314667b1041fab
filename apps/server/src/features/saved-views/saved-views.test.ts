import type { SavedView } from '@foyer/protocol/saved-view';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import type { Caller } from '../../testing/caller.ts';
import { addOperator } from '../../testing/world.ts';

describe.each(appsOnStores)('saved views on %s', (_name, open) => {
  let app: StoredApp;
  let below: string;
  let olga: Caller;
  let otto: Caller;
  let sue: Caller;
  beforeAll(async () => {
    app = await open();
    const site = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Views' });
    below = `/api/v1/sites/${site.id}/saved-views`;
    [olga, otto, sue] = await Promise.all([
      addOperator(app, 'Olga', 'operator', [site.id]).then(({ caller }) => caller),
      addOperator(app, 'Otto', 'operator', [site.id]).then(({ caller }) => caller),
      addOperator(app, 'Sue', 'supervisor', [site.id]).then(({ caller }) => caller),
    ]);
  });
  afterAll(() => app.close());

  const view = (name: string, more: Partial<SavedView> = {}) => ({
    list: 'chats',
    name,
    query: { range: 'last30Days', filter: '{"all":[]}' },
    shared: false,
    ...more,
  });
  const names = async (caller: Caller, query = '') =>
    (await caller.must<{ items: SavedView[] }>('GET', `${below}${query}`)).items.map(({ name }) => name);
  const status = async (answer: ReturnType<Caller['call']>) => (await answer).statusCode;

  test('one’s own are seen by nobody else, shared ones by everybody, made by supervisors', async () => {
    const own = await olga.must<SavedView>('POST', below, view('late chats'));
    expect(own).toMatchObject({ ...view('late chats'), version: 1, savedBy: 'Olga' });
    await sue.must('POST', below, view('All refunds', { shared: true }));
    await sue.must('POST', below, view('Visits of today', { shared: true, list: 'visits' }));
    expect(await names(olga)).toEqual(['All refunds', 'late chats', 'Visits of today']);
    expect(await names(olga, '?list=chats')).toEqual(['All refunds', 'late chats']);
    expect(await names(otto)).toEqual(['All refunds', 'Visits of today']);
    expect(await status(olga.call('POST', below, { body: view('for all', { shared: true }) }))).toBe(403);
    for (const method of ['PUT', 'DELETE'] as const) {
      const path = `${below}/${own.id}${method === 'DELETE' ? '?version=1' : ''}`;
      const body = method === 'PUT' ? { name: 'mine now', query: {}, shared: false, version: 1 } : undefined;
      expect(await status(sue.call(method, path, body && { body }))).toBe(404);
    }
  });

  test('a name is unique per person and list, and among the shared ones', async () => {
    await olga.must('POST', below, view('Twice'));
    const again = await olga.call('POST', below, { body: view('tWICE') });
    expect([again.statusCode, again.json().errors]).toEqual([
      409,
      [{ path: 'name', message: 'is the name of another view of this list' }],
    ]);
    await olga.must('POST', below, view('Twice', { list: 'missedChats' }));
    await otto.must('POST', below, view('Twice'));
    await sue.must('POST', below, view('Twice', { shared: true }));
    const other = await olga.must<SavedView>('POST', below, view('Once'));
    const { id, version, query } = other;
    expect(
      await status(olga.call('PUT', `${below}/${id}`, { body: { name: 'Twice', query, shared: false, version } })),
    ).toBe(409);
  });

  test('it is changed and deleted by its version; a supervisor gives theirs to everybody', async () => {
    const made = await sue.must<SavedView>('POST', below, view('Mine'));
    const path = `${below}/${made.id}`;
    const change = { name: 'Everybody’s', query: { sort: 'waited' }, shared: true };
    expect(await sue.must('PUT', path, { ...change, version: 1 })).toMatchObject({ ...change, version: 2 });
    expect(await status(sue.call('PUT', path, { body: { ...change, version: 1 } }))).toBe(409);
    expect(await names(otto)).toContain('Everybody’s');
    expect(await status(otto.call('DELETE', `${path}?version=2`))).toBe(409);
    expect(await status(otto.call('PUT', path, { body: { ...change, shared: false, version: 2 } }))).toBe(409);
    expect(await names(otto)).toContain('Everybody’s');
    expect(await status(sue.call('DELETE', `${path}?version=1`))).toBe(409);
    expect(await status(sue.call('DELETE', `${path}?version=2`))).toBe(204);
    expect(await names(otto)).not.toContain('Everybody’s');
  });

  test.each<[what: string, wrong: object]>([
    ['no name', { name: ' ' }],
    ['a list that there is not', { list: 'everything' }],
    ['too many fields', { query: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`f${n}`, ''])) }],
    ['too much in all', { query: { filter: 'x'.repeat(7000), text: 'y'.repeat(7000) } }],
    ['a query that is no text', { query: { limit: 1 } }],
  ])('refuses %s', async (_what, wrong) => {
    expect(await status(olga.call('POST', below, { body: { ...view('wrong'), ...wrong } }))).toBe(400);
  });
});
