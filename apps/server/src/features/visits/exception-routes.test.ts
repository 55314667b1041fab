import type { Exception } from '@foyer/protocol/exception';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf } from '../../testing/caller.ts';
import { browser } from '../../testing/test-socket.ts';

describe.each(appsOnStores)('W-128 exceptions on %s', (_name, open) => {
  let server: StoredApp;
  beforeAll(async () => {
    server = await open();
  });
  afterAll(() => server.close());

  /** A new site, and shortcuts to its exceptions. */
  async function openSite() {
    const site = await server.admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    const list = (query = '') =>
      server.admin.must<{ items: Exception[]; next: string | null }>('GET', `${below}/exceptions${query}`);
    /** Visitors of one address enter a page, each once. Returns their ids. */
    const enter = async (path: string, times: number) => {
      const visitors = Array.from({ length: times }, () => randomHex(16));
      for (const visitor of visitors)
        await callerOf(server).call('POST', '/t/hit', {
          headers: { 'user-agent': browser },
          body: { site: site.key, visitor, tab: visitor.slice(0, 16), n: 1, url: `https://shop.example/${path}` },
        });
      return visitors;
    };
    /** Makes an alert that bears one paid entry a day, and enters through it twice. */
    const raise = async (alert: string) => {
      const { id } = await server.admin.must<{ id: string }>('POST', `${below}/alerts`, {
        name: alert,
        entryPages: [`${alert}*`],
        paid: { cost: { fixed: '0.35' }, clickFraud: { entriesPerDay: 1 } },
      });
      const before = (await list()).items.length;
      const [, last] = await enter(alert, 2);
      await vi.waitFor(async () => expect((await list()).items).toHaveLength(before + 1), 5000);
      return { alertId: id, visitorId: last };
    };
    return { list, enter, raise };
  }

  test('one tells which alert, which address and which visit', async () => {
    const site = await openSite();
    expect(await site.list()).toEqual({ items: [], next: null });
    const { alertId, visitorId } = await site.raise('advert');
    expect(await site.list()).toEqual({
      items: [
        {
          id: expect.any(String),
          at: expect.any(Number),
          kind: 'clickFraud',
          visitorId,
          visitId: expect.any(String),
          alertId,
          alertName: 'advert',
          address: '127.0.0.1',
          detail: expect.stringMatching(/^more than 1 entry on \d{4}-\d\d-\d\d$/),
        },
      ],
      next: null,
    });
  });

  test('they come newest first, page by page, and of this site alone', async () => {
    const [site, other] = [await openSite(), await openSite()];
    for (const alert of ['first', 'second', 'third']) await site.raise(alert);
    await other.raise('elsewhere');
    const page = await site.list('?limit=2');
    expect(page.items.map(({ alertName }) => alertName)).toEqual(['third', 'second']);
    const rest = await site.list(`?limit=2&cursor=${page.next}`);
    expect([rest.items.map(({ alertName }) => alertName), rest.next]).toEqual([['first'], null]);
    expect((await site.list('?limit=3')).next).toBeNull();
  });
});
