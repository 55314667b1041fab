/** What a page of each privacy mode keeps and tells, looked at from outside; and the settings that say so (B-312, R-240, R-244). */
import { pageOf } from '@foyer/protocol/cursor';
import { type PrivacyInput, privacyInputSchema, privacySchema } from '@foyer/protocol/privacy';
import { visitSchema } from '@foyer/protocol/visit';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { askForChat } from './chats.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

const launcher = (page: Page) => page.locator('button.launcher');

/** The page's own call of the script. */
const foyerOn = (page: Page, ...call: unknown[]) =>
  page.evaluate((args) => (window as unknown as { foyer(...args: unknown[]): void }).foyer(...args), call);

/** A site with these settings. */
async function openSite(browser: Browser, name: string, privacy: Partial<PrivacyInput>): Promise<EmptySite> {
  const site = await openEmptySite(browser, foyer, name);
  await setPrivacy(site, 0, privacy);
  return site;
}

async function setPrivacy(site: EmptySite, version: number, privacy: Partial<PrivacyInput>): Promise<void> {
  const body = { ...privacyInputSchema.parse(privacy), version };
  await site.api.call('PUT', `/sites/${site.siteId}/privacy`, privacySchema, body);
}

/** All that a page and the frames in it send to Foyer: frames of sockets, and requests. */
function listenToWire(page: Page): { frames: string[]; requests: string[] } {
  const frames: string[] = [];
  const requests: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))));
  page.on('request', (request) => {
    if (request.url().startsWith(foyer.visitorUrl))
      requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return { frames, requests };
}

/** A visitor's page that is listened to from its first byte. */
async function open(browser: Browser, site: EmptySite, path = '/', hasSignal = false) {
  const context = await browser.newContext();
  if (hasSignal)
    await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true }));
  const page = await context.newPage();
  const wire = listenToWire(page);
  await page.goto(`${site.hostUrl}${path}`);
  await expect(launcher(page)).toBeVisible();
  return { context, page, wire };
}

const typesOf = (frames: readonly string[]) => frames.map((frame) => JSON.parse(frame).type as string);

/** Everything that is stored in the browser: by the page, and by Foyer's frame in it. */
async function readStores(page: Page) {
  const read = () =>
    Promise.all([indexedDB.databases?.() ?? []]).then(([databases]) => ({
      local: Object.keys(localStorage).filter((key) => key.startsWith('foyer')),
      session: Object.keys(sessionStorage).filter((key) => key.startsWith('foyer')),
      databases: databases.length,
    }));
  const frame = page.frames().find((one) => one.url().startsWith(`${foyer.visitorUrl}/chat/`));
  return {
    page: await page.evaluate(read),
    frame: frame ? await frame.evaluate(read) : null,
    cookies: (await page.context().cookies()).length,
  };
}

async function countVisits(site: EmptySite): Promise<number> {
  return (await site.api.call('GET', `/sites/${site.siteId}/visits`, pageOf(visitSchema))).items.length;
}

const nothing = { local: [], session: [], databases: 0 };
const inTab = (...session: string[]) => ({ ...nothing, session: expect.arrayContaining(session) });

test('without tracking a page tells nothing of itself, and a chat that is asked for works', async ({ browser }) => {
  const site = await openSite(browser, 'Privacy off', { mode: 'off' });
  const { context, page, wire } = await open(browser, site, '/secret?token=1');
  await page.evaluate(() => history.pushState(null, '', '/elsewhere'));
  await foyerOn(page, 'identify', { name: 'Vera' });
  expect(await readStores(page)).toEqual({ page: nothing, frame: null, cookies: 0 });
  expect(typesOf(wire.frames)).toEqual(['hello']);
  expect(wire.frames.join()).not.toMatch(/secret|elsewhere|Vera/);
  expect(wire.requests).toEqual(['GET /foyer.js']);
  const chat = await askForChat(page, 'Otto', 'Is it red?');
  await expect(chat.getByText('Is it red?', { exact: true })).toBeVisible();
  const stores = await readStores(page);
  expect(stores.page).toEqual(nothing);
  expect(stores.frame?.local).toEqual([]);
  expect(stores.cookies).toBe(0);
  expect(wire.frames.join()).not.toMatch(/secret|elsewhere|page\.viewed/);
  expect(await countVisits(site)).toBe(0);
  await context.close();
  await site.close();
});

test('cookieless, nothing is stored anywhere, not even by the chat; each page is a visitor of its own', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Privacy cookieless', { mode: 'cookieless' });
  const { context, page } = await open(browser, site);
  await expect.poll(() => countVisits(site)).toBe(1);
  const chat = await askForChat(page, 'Cora', 'Is it red?');
  await expect(chat.getByText('Is it red?', { exact: true })).toBeVisible();
  expect(await readStores(page)).toEqual({ page: nothing, frame: nothing, cookies: 0 });
  await page.goto(`${site.hostUrl}/next`);
  await expect.poll(() => countVisits(site)).toBe(2);
  await context.close();
  await site.close();
});

test('for a session, the id stays in its tab', async ({ browser }) => {
  const site = await openSite(browser, 'Privacy session', { mode: 'session' });
  const { context, page } = await open(browser, site);
  await expect.poll(() => countVisits(site)).toBe(1);
  const kept = inTab('foyer.visitor', 'foyer.seen');
  expect(await readStores(page)).toEqual({ page: kept, frame: null, cookies: 0 });
  const id = await page.evaluate(() => sessionStorage.getItem('foyer.visitor'));
  await page.goto(`${site.hostUrl}/next`);
  await expect(launcher(page)).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('foyer.visitor'))).toBe(id);
  const other = await context.newPage();
  await other.goto(site.hostUrl);
  await expect.poll(() => countVisits(site)).toBe(2);
  // From now on for good: what the tab had goes where it may be.
  await setPrivacy(site, 1, { mode: 'full' });
  await expect.poll(() => readStores(page)).toMatchObject({ page: { session: [] } });
  expect((await readStores(page)).page.local).toEqual(expect.arrayContaining(['foyer.visitor', 'foyer.seen']));
  await context.close();
  await site.close();
});

test('R-240 until they agree nothing is kept or told; taken back, it stops at once, in every tab', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Privacy consent', { consent: 'required' });
  const { context, page, wire } = await open(browser, site, '/first?token=1');
  await foyerOn(page, 'event', 'basket');
  await page.mouse.click(5, 5);
  expect(await readStores(page)).toEqual({ page: nothing, frame: null, cookies: 0 });
  expect(typesOf(wire.frames)).toEqual(['hello']);
  expect(wire.frames.join()).not.toContain('first');
  expect(wire.requests).toEqual(['GET /foyer.js']);
  expect(await countVisits(site)).toBe(0);

  await foyerOn(page, 'consent', true);
  await expect.poll(() => countVisits(site)).toBe(1);
  expect((await readStores(page)).page.local).toEqual(expect.arrayContaining(['foyer.visitor', 'foyer.seen']));
  const next = await context.newPage();
  const nextWire = listenToWire(next);
  await next.goto(`${site.hostUrl}/next`);
  // That they have agreed is known there.
  await expect.poll(() => typesOf(nextWire.frames)).toContain('page.viewed');

  await foyerOn(page, 'consent', false);
  await expect.poll(() => readStores(page)).toMatchObject({ page: nothing });
  // Who they are now is another, whom nothing is told of.
  await expect.poll(() => typesOf(nextWire.frames).filter((type) => type === 'hello').length).toBe(2);
  const told = nextWire.frames.length;
  for (const one of [page, next]) {
    await one.evaluate(() => {
      history.pushState(null, '', '/later');
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await foyerOn(one, 'event', 'late');
  }
  await expect(launcher(next)).toBeVisible();
  expect(nextWire.frames.slice(told).filter((frame) => !/hello|ping/.test(frame))).toEqual([]);
  expect(wire.frames.join()).not.toContain('later');
  expect(await countVisits(site)).toBe(1);
  await context.close();

  // A browser that asks for Global Privacy Control needs consent where nobody else does.
  await setPrivacy(site, 1, { consent: 'notNeeded' });
  const careful = await open(browser, site, '/careful', true);
  expect(await readStores(careful.page)).toEqual({ page: nothing, frame: null, cookies: 0 });
  expect(typesOf(careful.wire.frames)).toEqual(['hello']);
  await foyerOn(careful.page, 'consent', true);
  await expect.poll(() => countVisits(site)).toBe(2);
  await careful.context.close();
  await site.close();
});

test('where no socket gets through, a page asks by HTTP what it may tell before it tells anything', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Privacy by HTTP', { consent: 'required' });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.routeWebSocket(/\/t\/socket$/, (socket) => socket.close());
  const told: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/t/hit')) told.push(String(request.postDataJSON().type));
  });
  await page.goto(`${site.hostUrl}/first`);
  await expect(launcher(page)).toBeVisible();
  expect(new Set(told)).toEqual(new Set(['page.visible']));
  expect(await readStores(page)).toEqual({ page: nothing, frame: null, cookies: 0 });
  await foyerOn(page, 'consent', true);
  await expect.poll(() => countVisits(site)).toBe(1);
  expect(told).toContain('page.viewed');
  await context.close();
  await site.close();
});

test('an administrator sets what is kept; a refused value is named; a visitor is exported, held and erased', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Privacy settings');
  const { console: page } = site;
  await page.goto(`${foyer.operatorUrl}/console/settings/privacy`);
  await page.getByRole('radio', { name: 'An id until the tab is closed', exact: true }).check();
  await page.getByRole('radio', { name: 'Ask first', exact: true }).check();
  await expect(page.getByText("foyer('consent', true)", { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'Not needed', exact: true }).check();
  const visits = page.getByRole('textbox', { name: 'Visits', exact: true });
  await visits.fill('5000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('must be a whole number of days', { exact: false })).toBeVisible();
  await visits.fill('90');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  const saved = await site.api.call('GET', `/sites/${site.siteId}/privacy`, privacySchema);
  expect(saved).toMatchObject({ mode: 'session', consent: 'notNeeded', retention: { visits: 90 }, version: 1 });
  await expectAccessibleInEveryLook(page, 'privacy settings');

  const visitor = await open(browser, site);
  await foyerOn(visitor.page, 'identify', { name: 'Petra Privat' });
  await page.goto(`${foyer.operatorUrl}/console/visitors`);
  await page.getByText('Petra Privat', { exact: true }).first().click();
  const menu = page.getByRole('button', { name: 'Data of this visitor', exact: true });
  await menu.click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export data', exact: true }).click();
  const download = await downloading;
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toContain('Petra Privat');

  await menu.click();
  await page.getByRole('menuitem', { name: 'Put on legal hold…', exact: true }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Court case 7');
  await page.getByRole('button', { name: 'Put on hold', exact: true }).click();
  await expect(page.getByText('On legal hold', { exact: true })).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Lift the legal hold', exact: true }).click();
  await expect(page.getByText('On legal hold', { exact: true })).toBeHidden();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Erase…', exact: true }).click();
  const erase = page.getByRole('button', { name: 'Erase for good', exact: true });
  await expect(erase).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type ERASE to go on' }).fill('ERASE');
  await expectAccessible(page, 'erasing');
  await erase.click();
  await expect(page.getByText('The visitor is erased', { exact: true })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByText('Petra Privat', { exact: true })).toBeHidden();
  // The browser is somebody new.
  await expect.poll(() => countVisits(site)).toBe(1);
  await visitor.context.close();
  await site.close();
});
