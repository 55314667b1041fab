import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import type { Caller } from '../../testing/caller.ts';
import { readCsv, readWorkbook } from '../../testing/read-workbook.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { addOperator } from '../../testing/world.ts';

describe.each(appsOnStores)('exports on %s', (_name, open) => {
  let server: StoredApp;
  let site: Site;
  let sam: Caller;
  const below = () => `/api/v1/sites/${site.id}`;
  const days = () => {
    const today = new Date().toISOString().slice(0, 10);
    return `from=${today}&to=${today}`;
  };
  beforeAll(async () => {
    server = await open({ FOYER_LIMIT_FACTOR: '3' });
    const origin = await server.listen();
    site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Ünser Shop', timeZone: 'UTC' });
    sam = (await addOperator(server, 'sam', 'supervisor', [site.id])).caller;
    for (let count = 0; count < 3; count += 1) {
      const { window } = await openVisitor({ server: origin, siteKey: site.key });
      await requestChat(window, '=HYPERLINK("https://evil.example")').catch(() => undefined);
    }
    await server.app.settled();
  });
  afterAll(() => server.close());

  const get = (path: string, caller = sam) =>
    server.http.inject({ method: 'GET', url: `${below()}${path}`, headers: { cookie: caller.cookie } });

  test('a list as CSV: all pages of the question, chosen columns, a name that tells what it is', async () => {
    const answer = await get('/visits/export?format=csv&columns=pageCount,entryPage');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain('Ünser-Shop-visits-all.csv');
    expect(readCsv(answer.body)).toEqual([
      ['Page views', 'Entry page'],
      ...Array.from({ length: 3 }, () => [{ bare: '1' }, 'https://shop.example/start']),
    ]);
  });

  test.each([
    ['visitors', 3],
    ['prospects', 0],
    ['customers', 0],
    ['spiders', 0],
    ['chats', 3],
    ['missed-chats', 3],
  ])('%s, too', async (list, count) => {
    const answer = await get(`/${list}/export?format=json`, server.admin);
    expect(answer.statusCode).toBe(200);
    expect(answer.json().rows).toHaveLength(count);
  });

  test('a report as a workbook, with its total', async () => {
    const answer = await get(`/reports/chats/export?format=xlsx&${days()}`);
    expect(answer.statusCode).toBe(200);
    const { rows } = readWorkbook(answer.rawPayload);
    expect(rows[0]?.slice(0, 3).map(({ value }) => value)).toEqual(['From', 'To', 'Chat requests']);
    expect(
      rows
        .at(-1)
        ?.slice(0, 2)
        .map(({ value }) => value),
    ).toEqual(['Total', '3']);
  });

  test('it stands in the change log who took what', async () => {
    const { items } = await server.admin.must<{ items: object[] }>('GET', `${below()}/audit?kind=export`);
    expect(items).toContainEqual(
      expect.objectContaining({ operatorName: expect.stringMatching(/^sam/), name: 'Visits' }),
    );
  });

  test('operators take nothing away; a column or filter that there is not is refused', async () => {
    const { caller } = await addOperator(server, 'olga', 'operator', [site.id]);
    expect((await get('/visits/export?format=csv', caller)).statusCode).toBe(403);
    expect((await get('/visits/export?format=csv&columns=pageCount,password')).json().errors).toMatchObject([
      { path: 'columns' },
    ]);
    expect((await get('/visits/export?format=csv&filter=x')).json().errors).toMatchObject([{ path: 'filter' }]);
    expect((await get('/visits/export?format=pdf')).statusCode).toBe(400);
  });

  test('so many an hour, and one at a time', async () => {
    const { caller } = await addOperator(server, 'sara', 'supervisor', [site.id]);
    const both = await Promise.all([1, 2].map(() => get('/visits/export?format=xlsx', caller)));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const codes = new Set<number>();
    for (let count = 0; count < 31; count += 1) codes.add((await get('/spiders/export?format=csv', caller)).statusCode);
    expect([...codes]).toEqual([200, 429]);
  });
});
