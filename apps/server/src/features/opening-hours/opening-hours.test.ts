import type { OpeningHours } from '@foyer/protocol/opening-hours';
import type { Site } from '@foyer/protocol/site';
import { localTime } from '@foyer/rules/site-time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { openVisitor } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const week = (from: string, to: string) => Object.fromEntries(days.map((day) => [day, [{ from, to }]]));
const always = week('00:00', '24:00');
const timeZone = 'Asia/Tokyo';

describe.each(appsOnStores)('opening hours on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  let rounds = 0;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());

  async function openSite() {
    rounds += 1;
    const site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop', timeZone });
    const url = `/api/v1/sites/${site.id}/opening-hours`;
    const operator = await addOperator(server, `holder ${'abcdefghijklmnopqrst'[rounds]}`, 'operator', [site.id]);
    return {
      site,
      url,
      operator,
      console_: await openConsole(origin, operator.caller),
      save: (hours: object, version: number) => server.admin.call('PUT', url, { body: { ...hours, version } }),
      visitor: () => openVisitor({ server: origin, siteKey: site.key }),
    };
  }
  const today = (days = 0) => localTime(server.clock.now() + days * 86_400_000, timeZone).date;

  test('a site that saved none is always open', async () => {
    const { url, visitor } = await openSite();
    const hours = await server.admin.must<OpeningHours>('GET', url);
    expect(hours).toMatchObject({ enabled: false, exceptions: [], version: 0 });
    expect(hours.week.monday).toEqual([{ from: '09:00', to: '17:00' }]);
    const { page } = await visitor();
    expect(page.frames.find(({ type }) => type === 'welcome')).toMatchObject({ online: true });
  });

  test('they are saved, recorded, and a stale change is refused; faults stand at their place', async () => {
    const { site, save, url, operator } = await openSite();
    expect((await save({ enabled: true, week: always }, 0)).json()).toMatchObject({ version: 1, enabled: true });
    expect((await save({ enabled: false }, 0)).statusCode).toBe(409);
    expect((await operator.caller.call('PUT', url, { body: { version: 1 } })).statusCode).toBe(403);
    expect(errorsOf(await save({ week: { friday: [{ from: '12:00', to: '11:00' }] } }, 1))).toEqual([
      'week.friday.0.to: must be later than 12:00; what goes on after midnight belongs to the next day',
    ]);
    const { items } = await server.admin.must<{ items: object[] }>(
      'GET',
      `/api/v1/sites/${site.id}/audit?kind=openingHours`,
    );
    expect(items).toMatchObject([{ kind: 'openingHours', act: 'changed' }]);
  });

  test('outside them the site is offline for visitors though somebody is Online, at once, and says when it opens', async () => {
    const { save, visitor, site } = await openSite();
    const { page, window } = await visitor();
    expect(window.frames.find(({ type }) => type === 'welcome')).toMatchObject({ online: true, opensAt: null });
    const exceptions = [0, 1].map((day) => ({ date: today(day), hours: [] }));
    await save({ enabled: true, week: always, exceptions }, 0);
    await page.next((frame) => frame.type === 'availability.changed' && !frame.online);
    const opensAt = Date.parse(`${today(2)}T00:00:00+09:00`);
    expect(await window.next('availability.changed')).toEqual({ type: 'availability.changed', online: false, opensAt });
    const late = await visitor();
    expect(late.window.frames.find(({ type }) => type === 'welcome')).toMatchObject({ online: false, opensAt });
    const answers = await late.window.ask({
      type: 'chat.requested',
      cid: 'a'.repeat(32),
      name: null,
      email: null,
      question: 'Anybody?',
    });
    expect(answers).toMatchObject([{ type: 'error', code: 'invalid_request' }]);
    // What rules and conditions see, too.
    const { items } = await server.admin.must<{ items: { id: string }[] }>('GET', `/api/v1/sites/${site.id}/visits`);
    expect(items.length).toBeGreaterThan(0);
    // Time alone opens it.
    server.clock.aheadMs += opensAt - server.clock.now() + 1000;
    expect(await window.next('availability.changed')).toMatchObject({ online: true, opensAt: null });
    server.clock.aheadMs = 0;
  });

  test('switched off they count no more; another time zone of the site counts at once', async () => {
    const { save, visitor, site } = await openSite();
    const { hour } = localTime(server.clock.now(), timeZone);
    const here = String(hour).padStart(2, '0');
    // Open in this hour of the day only, by the site's clock.
    const { page } = await visitor();
    await save(
      { enabled: true, week: week(`${here}:00`, hour === 23 ? '24:00' : `${String(hour + 1).padStart(2, '0')}:00`) },
      0,
    );
    const { version, ...fields } = await server.admin.must<Site>('GET', `/api/v1/sites/${site.id}`);
    const { id: _id, key: _key, codeSeenAt: _at, codeSeenUrl: _url, ...input } = fields;
    await server.admin.must('PUT', `/api/v1/sites/${site.id}`, { ...input, timeZone: 'Pacific/Honolulu', version });
    await page.next((frame) => frame.type === 'availability.changed' && !frame.online);
    await save({ enabled: false, week: always }, 1);
    await page.next((frame) => frame.type === 'availability.changed' && frame.online);
  });

  test('an invite that asks for somebody Online is not sent outside them, by hand neither', async () => {
    const { save, visitor, site, console_ } = await openSite();
    const { page, visitor: visitorId } = await visitor();
    const invite = await server.admin.must('POST', `/api/v1/sites/${site.id}/invites`, { name: 'Hi', altText: 'Help' });
    await save({ enabled: true, week: always, exceptions: [{ date: today(), hours: [] }] }, 0);
    await page.next((frame) => frame.type === 'availability.changed' && !frame.online);
    const answers = await console_.ask({
      type: 'invite.sent',
      siteId: site.id,
      visitorId,
      inviteId: invite.id,
      requestId: 'invite',
    });
    expect(answers.filter(({ type }) => type === 'error')).toHaveLength(1);
    expect(page.frames.filter(({ type }) => type === 'invite.sent')).toEqual([]);
  });
});
