import type { PrivacyInput } from '@foyer/protocol/privacy';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { browser, TestSocket } from '../../testing/test-socket.ts';

const address = '198.51.100.77';

describe.each(appsOnStores)('R-240, R-241, R-125 what is taken in on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  beforeAll(async () => {
    app = await open({ FOYER_TRUSTED_PROXIES: '127.0.0.1' });
    origin = await app.listen();
  });
  afterAll(() => app.close());

  async function openSite(privacy: Partial<PrivacyInput>) {
    const site = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    await app.admin.must('PUT', `${below}/privacy`, { version: 0, ...privacy });
    const visits = async () => {
      await app.app.settled();
      return app.storage.db.selectFrom('visit').selectAll().where('site_id', '=', site.id).execute();
    };
    return { site, below, visits };
  }

  const hit = (site: Site, more: object = {}, headers: Record<string, string> = {}) =>
    app.http.inject({
      method: 'POST',
      url: '/t/hit',
      headers: { 'user-agent': browser, 'x-forwarded-for': address, ...headers },
      payload: {
        site: site.key,
        visitor: randomHex(16),
        tab: randomHex(8),
        n: 1,
        url: 'https://shop.example/a?token=T1&x=1',
        title: 'For ann@b.example',
        ...more,
      },
    });

  test.each<
    [what: string, privacy: Partial<PrivacyInput>, more: object, headers: Record<string, string>, isTaken: boolean]
  >([
    ['by default', {}, {}, {}, true],
    ['without tracking', { mode: 'off' }, {}, {}, false],
    ['without tracking, consent or not', { mode: 'off' }, { consent: true }, {}, false],
    ['consent needed and not given', { consent: 'required' }, {}, {}, false],
    ['consent needed and given', { consent: 'required' }, { consent: true }, {}, true],
    ['Global Privacy Control by header', {}, {}, { 'sec-gpc': '1' }, false],
    ['Global Privacy Control told by the page', {}, { signal: true }, {}, false],
    ['Global Privacy Control, and consent', {}, { consent: true }, { 'sec-gpc': '1' }, true],
    ['Global Privacy Control where it does not count', { globalPrivacyControl: false }, {}, { 'sec-gpc': '1' }, true],
  ])('a page view %s', async (_what, privacy, more, headers, isTaken) => {
    const { site, visits } = await openSite(privacy);
    const answer = await hit(site, more, headers);
    expect(answer.json()).toMatchObject({ recorded: isTaken, erased: false });
    expect(await visits()).toHaveLength(isTaken ? 1 : 0);
    const { code_seen_url } = await app.storage.db
      .selectFrom('site')
      .select('code_seen_url')
      .where('id', '=', site.id)
      .executeTakeFirstOrThrow();
    expect(code_seen_url).toBe(isTaken ? 'https://shop.example/a?x=1' : null);
  });

  test('a socket takes nothing in before consent, and ends the visit when it is taken back', async () => {
    const { site, visits } = await openSite({ consent: 'required' });
    const visitor = randomHex(16);
    const openTab = async () => {
      const page = await TestSocket.open(`${origin}/t/socket`);
      page.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor, tab: randomHex(8) });
      expect((await page.next('welcome')).privacy).toEqual({ tracks: 'consent', keeps: 'browser' });
      return page;
    };
    const page = await openTab();
    page.send({ type: 'page.viewed', n: 1, url: 'https://shop.example/' });
    await page.next('page.recorded'); // it is not to be sent again
    page.send({ type: 'contact.changed', name: 'Vera' });
    await page.ask({ type: 'activity.seen' });
    expect(await visits()).toHaveLength(0);
    page.send({ type: 'consent.changed', given: true });
    page.send({ type: 'page.viewed', n: 2, url: 'https://shop.example/' });
    await page.next(({ type, n }) => type === 'page.recorded' && n === 2);
    expect(await visits()).toHaveLength(1);
    const other = await openTab();
    page.send({ type: 'consent.changed', given: false });
    await other.next('consent.withdrawn');
    page.send({ type: 'page.viewed', n: 3, url: 'https://shop.example/later' });
    await page.next(({ type, n }) => type === 'page.recorded' && n === 3);
    expect((await visits()).map(({ page_count }) => page_count)).toEqual([1]);
  });

  test('open pages hear at once that the settings are others', async () => {
    const { site, below } = await openSite({});
    const page = await TestSocket.open(`${origin}/t/socket`);
    page.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor: randomHex(16), tab: randomHex(8) });
    await page.next('welcome');
    await app.admin.must('PUT', `${below}/privacy`, { version: 1, mode: 'off' });
    expect((await page.next('privacy.changed')).privacy).toEqual({ tracks: 'no', keeps: 'tab' });
  });

  test('the image counts only where nobody has to agree', async () => {
    const pixel = (site: Site, headers: Record<string, string> = {}) =>
      app.http.inject({
        method: 'GET',
        url: `/t/pixel.gif?site=${site.key}&url=${encodeURIComponent('https://shop.example/')}`,
        headers: { 'user-agent': browser, 'x-forwarded-for': address, ...headers },
      });
    const asked = await openSite({ consent: 'required' });
    await pixel(asked.site);
    expect(await asked.visits()).toHaveLength(0);
    const free = await openSite({});
    await pixel(free.site, { 'sec-gpc': '1' });
    expect(await free.visits()).toHaveLength(0);
    for (let times = 0; times < 2; times += 1) await pixel(free.site);
    expect(await free.visits()).toHaveLength(1);
    const cookieless = await openSite({ mode: 'cookieless' });
    for (let times = 0; times < 2; times += 1) await pixel(cookieless.site);
    expect(await cookieless.visits()).toHaveLength(2);
  });

  test('cut addresses are all that is stored and shown; whole ones still exclude, and nobody is blocked by one', async () => {
    const { site, below, visits } = await openSite({ addresses: 'cut' });
    await hit(site);
    const [visit] = await visits();
    expect(visit).toMatchObject({ address: '198.51.0.0', host_name: null, entry_page: 'https://shop.example/a?x=1' });
    const live = await app.admin.call('GET', `${below}/live-visits`);
    expect(live.body).toContain('198.51.0.0');
    expect(live.body).not.toContain(address);
    expect(live.body).toContain('For ***');
    const block = { visitorId: String(visit?.visitor_id), duration: 'hour', reason: 'x' };
    expect((await app.admin.call('POST', `${below}/blocks`, { body: { ...block, by: 'address' } })).statusCode).toBe(
      400,
    );
    expect((await app.admin.call('POST', `${below}/blocks`, { body: { ...block, by: 'visitor' } })).statusCode).toBe(
      201,
    );
    await app.admin.must('PUT', `${below}/exclusions`, { version: 0, addresses: [address] });
    expect((await hit(site)).json()).toMatchObject({ recorded: false, excluded: true });
    const bot = await hit(site, {}, { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' });
    expect(bot.statusCode).toBe(200);
    await app.app.settled();
    const spiders = await app.storage.db.selectFrom('spider_hit').selectAll().where('site_id', '=', site.id).execute();
    expect(spiders.map((one) => one.address)).toEqual(['198.51.0.0']);
  });
});
