import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';

describe.each(appsOnStores)('W-117 content groups on %s', (_name, open) => {
  let server: StoredApp;
  let url: string;
  beforeAll(async () => {
    server = await open();
    const { id } = await server.admin.must<{ id: string }>('POST', '/api/v1/sites', { name: 'Shop' });
    url = `/api/v1/sites/${id}/content-groups`;
  });
  afterAll(() => server.close());
  const put = (version: number, groups: object[]) => server.admin.call('PUT', url, { body: { version, groups } });

  test('there are none until some are saved; a stale version is refused', async () => {
    expect(await server.admin.must('GET', url)).toEqual({ version: 0, groups: [] });
    const groups = [
      { name: 'Sales', pages: ['sales/*', 'offers.htm'] },
      { name: 'Help', pages: ['help/*'] },
    ];
    expect((await put(0, groups)).json()).toEqual({ version: 1, groups });
    expect((await put(0, [])).statusCode).toBe(409);
    expect(await server.admin.must('GET', url)).toEqual({ version: 1, groups });
  });

  test.each<[what: string, groups: object[], path: string]>([
    [
      'a name twice',
      [
        { name: 'Sales', pages: ['a'] },
        { name: 'SALES', pages: ['b'] },
      ],
      'groups.1.name',
    ],
    ['no page', [{ name: 'Sales', pages: [] }], 'groups.0.pages'],
    ['a pattern that no engine takes', [{ name: 'Sales', pages: ['a', 're:('] }], 'groups.0.pages.1'],
  ])('%s is refused, and where', async (_what, groups, path) => {
    const answer = await put(1, groups);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});
