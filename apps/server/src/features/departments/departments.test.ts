import type { Department } from '@foyer/protocol/department';
import type { User } from '@foyer/protocol/operator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { addOperator } from '../../testing/world.ts';

describe.each(appsOnStores)('departments and skills on %s', (_name, open) => {
  let app: StoredApp;
  let here: string;
  let there: string;
  let count = 0;
  beforeAll(async () => {
    app = await open();
    here = (await app.admin.must('POST', '/api/v1/sites', { name: 'Here' })).id;
    there = (await app.admin.must('POST', '/api/v1/sites', { name: 'There' })).id;
  });
  afterAll(() => app.close());

  const add = (siteIds: string[]) =>
    addOperator({ http: app.http, admin: app.admin }, `member ${'abcdefghij'[count++]}`, 'operator', siteIds);
  const make = (site: string, body: object, kind = 'departments') =>
    app.admin.must<Department>('POST', `/api/v1/sites/${site}/${kind}`, body);
  const find = async (site: string, id: string, kind = 'departments') =>
    (await app.admin.must<{ items: Department[] }>('GET', `/api/v1/sites/${site}/${kind}`)).items.find(
      (one) => one.id === id,
    );
  const user = (id: string) => app.admin.must<User>('GET', `/api/v1/users/${id}`);
  const save = async (id: string, change: Partial<User>) => {
    const { name, role, siteIds, maxChats, disabled, version } = await user(id);
    return app.admin.call('PUT', `/api/v1/users/${id}`, {
      body: { name, role, siteIds, maxChats, disabled, version, ...change },
    });
  };

  test.each([
    ['departments', { name: 'Sales', description: 'Before the sale' }],
    ['skills', { name: 'French', group: 'Languages' }],
  ])('%s are made, changed at their version, and deleted', async (kind, body) => {
    const path = `/api/v1/sites/${here}/${kind}`;
    const made = await make(here, body, kind);
    expect(made).toEqual({ ...body, id: expect.any(String), operatorIds: [], version: 1 });
    const renamed = { ...body, name: 'Renamed' };
    const changed = await app.admin.must('PUT', `${path}/${made.id}`, { ...renamed, version: 1 });
    expect(changed).toEqual({ ...renamed, id: made.id, operatorIds: [], version: 2 });
    const stale = await app.admin.call('PUT', `${path}/${made.id}`, { body: { ...renamed, version: 1 } });
    expect([stale.statusCode, (await app.admin.call('DELETE', `${path}/${made.id}?version=1`)).statusCode]).toEqual([
      409, 409,
    ]);
    await app.admin.must('DELETE', `${path}/${made.id}?version=2`);
    expect(await find(here, made.id, kind)).toBeUndefined();
  });

  test('a name stands once on a site, whatever its case, and may stand on another', async () => {
    await make(here, { name: 'Support' });
    const twice = await app.admin.call('POST', `/api/v1/sites/${here}/departments`, { body: { name: 'SUPPORT' } });
    expect([twice.statusCode, twice.json().errors]).toEqual([
      400,
      [{ path: 'name', message: 'there is a department with this name already' }],
    ]);
    await make(there, { name: 'Support' });
    await make(here, { name: 'Support' }, 'skills');
  });

  test('only those who work on the site can belong', async () => {
    const [mine, foreign] = [await add([here]), await add([there])];
    const answer = await app.admin.call('POST', `/api/v1/sites/${here}/departments`, {
      body: { name: 'Mixed', operatorIds: [mine.id, foreign.id] },
    });
    expect([answer.statusCode, answer.json().errors]).toEqual([
      400,
      [{ path: 'operatorIds.1', message: 'does not work on this site' }],
    ]);
  });

  test('a department and its operators tell the same, from whichever side it is changed', async () => {
    const somebody = await add([here, there]);
    const one = await make(here, { name: 'One', operatorIds: [somebody.id] });
    const other = await make(there, { name: 'Other' });
    expect((await user(somebody.id)).departmentIds).toEqual([one.id]);
    expect((await save(somebody.id, { departmentIds: [other.id] })).statusCode).toBe(200);
    expect(await find(here, one.id)).toMatchObject({ operatorIds: [], version: 2 });
    expect(await find(there, other.id)).toMatchObject({ operatorIds: [somebody.id], version: 2 });
    // Left out, they stay as far as the sites do.
    expect((await save(somebody.id, { siteIds: [here] })).statusCode).toBe(200);
    expect((await user(somebody.id)).departmentIds).toEqual([]);
    const foreign = await save(somebody.id, { departmentIds: [other.id] });
    expect([foreign.statusCode, foreign.json().errors[0].path]).toEqual([400, 'departmentIds.0']);
  });

  test('who was deleted belongs nowhere, and does again when put back', async () => {
    const somebody = await add([here]);
    const department = await make(here, { name: 'Leaving', operatorIds: [somebody.id] });
    const { version } = await user(somebody.id);
    await app.admin.must('DELETE', `/api/v1/users/${somebody.id}?version=${version}`);
    expect((await find(here, department.id))?.operatorIds).toEqual([]);
    await app.admin.must('POST', `/api/v1/users/${somebody.id}/restore`);
    expect((await find(here, department.id))?.operatorIds).toEqual([somebody.id]);
  });
});
