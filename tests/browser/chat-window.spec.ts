/** The visitor's window: languages, looks, availability, pop-up, queue, and a chat that nothing breaks. */
import { type ChatWindowSettings, chatWindowSchema } from '@foyer/protocol/chat-window';
import { siteSchema } from '@foyer/protocol/site';
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import type { z } from 'zod';
import { expectAccessible } from './accessible.ts';
import { acceptChat, askForChat } from './chats.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  // So that a flood of one visitor is one.
  foyer = await startOneNode({ FOYER_LIMIT_FACTOR: '6' });
});
test.afterAll(async () => foyer?.stop());

/** The page's global. */
interface Guest {
  foyer: ((...args: unknown[]) => void) & { q?: unknown[] };
}

/** A PNG of one pixel. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

type Wanted = z.input<typeof chatWindowSchema>;

/** A site with an Online operator and these settings of its chat window. */
async function openSite(browser: Browser, name: string, wanted: Wanted = {}) {
  const site = await openEmptySite(browser, foyer, name);
  await configure(site, wanted);
  return site;
}

async function configure(site: EmptySite, wanted: Wanted): Promise<ChatWindowSettings> {
  const {
    id: _id,
    key: _key,
    codeSeenAt: _at,
    codeSeenUrl: _url,
    ...fields
  } = await site.api.call('GET', `/sites/${site.siteId}`, siteSchema);
  const chatWindow = chatWindowSchema.parse({ ...fields.chatWindow, ...wanted });
  await site.api.call('PUT', `/sites/${site.siteId}`, siteSchema, { ...fields, chatWindow });
  return chatWindow;
}

/** Opens a page as a new visitor whose page asks for a language before the script has loaded. */
async function visit(
  browser: Browser,
  url: string,
  { language, ...context }: BrowserContextOptions & { language?: string } = {},
): Promise<Page> {
  const page = await (await browser.newContext(context)).newPage();
  if (language !== undefined)
    await page.addInitScript((wanted) => {
      const page = window as unknown as Guest;
      page.foyer ??= (...args) => {
        page.foyer.q ??= [];
        page.foyer.q.push(args);
      };
      page.foyer('set', { language: wanted });
    }, language);
  await page.goto(url);
  return page;
}

const launcher = (page: Page) => page.locator('button.launcher');
const windowOf = (page: Page) => page.frameLocator('iframe');

test('the window speaks the language that the page, its tracking code or the browser asks for, if the site offers it', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Languages', {
    title: 'Ask the lamp people',
    languages: ['de', 'ar'],
    translations: { de: { title: 'Fragen Sie die Lampenleute' } },
  });
  const german = await visit(browser, site.hostUrl, { language: 'de-AT' });
  await expect(launcher(german)).toHaveAccessibleName('Fragen Sie die Lampenleute');
  await launcher(german).click();
  await expect(
    windowOf(german).getByRole('heading', { name: 'Fragen Sie die Lampenleute', exact: true }),
  ).toBeVisible();
  await expect(windowOf(german).getByText('Guten Tag! Wie können wir helfen?', { exact: true })).toBeVisible();
  await expect(windowOf(german).getByRole('button', { name: 'Chat beginnen', exact: true })).toBeVisible();
  // In the middle of things another language is wanted: what was typed is kept.
  await windowOf(german).getByLabel('Ihre Frage', { exact: true }).fill('Ist sie rot?');
  await german.evaluate(() => (window as unknown as Guest).foyer('set', { language: 'ar' }));
  await expect(windowOf(german).locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(windowOf(german).getByLabel('سؤالك', { exact: true })).toHaveValue('Ist sie rot?');
  await expectAccessible(german, 'right to left');

  // A language that is not offered: the next wish, else the default.
  const french = await visit(browser, site.hostUrl, { language: 'fr', locale: 'fr-FR' });
  await expect(launcher(french)).toHaveAccessibleName('Ask the lamp people');
  const tagged = await visit(browser, `${foyer.visitorUrl}/try/${site.siteKey}?language=de`);
  await expect(launcher(tagged)).toHaveAccessibleName('Fragen Sie die Lampenleute');
  await expectAccessible(tagged, 'the page to try it on');
  await site.close();
});

test('an administrator gives the window its looks and sees them before saving; visitors get them', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Looks');
  const { console: page } = site;
  await page.goto(`${foyer.operatorUrl}/console/settings/chat-window`);
  const choose = async (field: string, option: string) => {
    await page.getByRole('combobox', { name: field, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#f5d90a');
  await choose('Light or dark', 'Dark');
  await choose('Size', 'Small');
  await choose('Kind of button', 'Tab at the edge');
  await choose('Corner', 'Bottom left');
  await page.getByRole('textbox', { name: 'Corner radius', exact: true }).fill('4');
  await page.getByRole('textbox', { name: 'Text on the button', exact: true }).fill('Lamp help');
  await page.getByRole('textbox', { name: 'Pages without a button' }).fill('till/*\nre:(');
  await page.getByLabel('Upload a picture').setInputFiles({
    name: 'lamp.png',
    mimeType: 'image/png',
    buffer: Buffer.from(onePixel, 'base64'),
  });
  await expect(page.getByRole('button', { name: 'Remove logo', exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: 'German', exact: true }).check();
  await page.getByRole('tab', { name: 'German', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Opening text' })).toHaveAttribute(
    'placeholder',
    'Guten Tag! Wie können wir helfen?',
  );
  await expect(page.getByText('Chat beginnen', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Add a message', exact: true }).click();
  await page.getByRole('textbox', { name: 'Message 1', exact: true }).fill('Still with you.');
  await page.getByRole('textbox', { name: 'Message 1 in German', exact: true }).fill('Noch da.');
  await expectAccessible(page, 'settings');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  const pages = page.getByRole('textbox', { name: 'Pages without a button' });
  await expect(pages).toHaveAttribute('aria-invalid', 'true');
  await pages.fill('till/*');
  await save.click();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();

  const { chatWindow } = await site.api.call('GET', `/sites/${site.siteId}`, siteSchema);
  expect(chatWindow.waitingMessages).toEqual([
    { afterSeconds: 60, text: 'Still with you.', translations: { de: 'Noch da.' } },
  ]);

  const visitor = await visit(browser, `${site.hostUrl}/lamps`);
  const button = launcher(visitor);
  await expect(button).toHaveText('Lamp help');
  await expect(button).toHaveAccessibleName('Lamp help, Chat with us');
  const place = await button.boundingBox();
  expect(place?.x).toBe(0);
  expect(place?.height).toBeGreaterThan(place?.width ?? 0);
  await button.click();
  const window = windowOf(visitor);
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(window.locator('body')).toHaveCSS('background-color', 'rgb(22, 24, 29)');
  // A light colour takes dark text.
  await expect(window.locator('header')).toHaveCSS('color', 'rgb(22, 24, 29)');
  await expect(window.locator('header img')).toHaveJSProperty('complete', true);
  expect(await window.locator('header img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect(visitor.locator('iframe')).toHaveCSS('width', '340px');
  await expect(visitor.locator('iframe')).toHaveCSS('border-radius', '4px');
  await expectAccessible(visitor, 'dark with a light colour');

  // No button where the site wants none, by whichever way the visitor gets there; foyer('open') opens it all the same.
  const till = await visit(browser, `${site.hostUrl}/till/pay`);
  await expect(launcher(till)).toBeHidden();
  await till.evaluate(() => history.pushState({}, '', '/lamps'));
  await expect(launcher(till)).toBeVisible();
  await till.evaluate(() => history.pushState({}, '', '/till/done'));
  await expect(launcher(till)).toBeHidden();
  await site.close();
});

test('with nobody Online the site shows a text, leads to an address, shows nothing, or takes a message', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Nobody', { whenOffline: 'text', offlineText: 'We are back on Monday.' });
  await site.console.goto('about:blank');
  const reading = await visit(browser, site.hostUrl);
  await launcher(reading).click();
  await expect(windowOf(reading).getByText('We are back on Monday.', { exact: true })).toBeVisible();
  await expect(windowOf(reading).getByRole('textbox')).toHaveCount(0);
  await expectAccessible(reading, 'text only');

  await configure(site, { whenOffline: 'redirect', offlineUrl: `${site.hostUrl}/contact` });
  const led = await visit(browser, site.hostUrl);
  await launcher(led).click();
  await expect(led).toHaveURL(`${site.hostUrl}/contact`);
  // Opened by the page itself, the window offers the way.
  await led.evaluate(() => (window as unknown as Guest).foyer('open'));
  await expect(windowOf(led).getByRole('link', { name: 'Go there', exact: true })).toHaveAttribute(
    'href',
    `${site.hostUrl}/contact`,
  );

  await configure(site, { whenOffline: 'hidden' });
  const alone = await visit(browser, site.hostUrl);
  await expect(alone.locator('button.launcher')).toBeAttached();
  await expect(launcher(alone)).toBeHidden();

  await configure(site, { whenOffline: 'form' });
  const writing = await visit(browser, site.hostUrl);
  await launcher(writing).click();
  await windowOf(writing).getByLabel('E-mail', { exact: true }).fill('vera@example.com');
  await windowOf(writing).getByLabel('Message', { exact: true }).fill('Is it red?');
  await windowOf(writing).getByRole('button', { name: 'Send message', exact: true }).click();
  await expect(windowOf(writing).getByText('We have your message', { exact: false })).toBeVisible();
  await site.close();
});

test('the chat moves into a window of its own with what was typed, and is the same in both', async ({ browser }) => {
  const site = await openSite(browser, 'Own window');
  const page = await visit(browser, site.hostUrl);
  const inline = await askForChat(page, 'Odile', 'Is it red?');
  await acceptChat(site.console, 'Odile');
  await inline.getByRole('textbox', { name: 'Your message', exact: true }).fill('And is it');
  const opening = page.waitForEvent('popup');
  await inline.getByRole('button', { name: 'Open in a window of its own', exact: true }).click();
  const own = await opening;
  const field = own.getByRole('textbox', { name: 'Your message', exact: true });
  await expect(field).toHaveValue('And is it');
  await expect(own.getByText('Is it red?', { exact: true })).toBeVisible();
  await expect(page.locator('iframe')).toBeHidden();
  expect(new URL(own.url()).search).toBe('?language=en&window=own');
  await field.fill('And is it big?');
  await field.press('Enter');
  await expect(site.console.getByRole('log', { name: 'Conversation' })).toContainText('And is it big?');
  // Loaded anew it goes on, even with the page that opened it gone.
  await page.goto('about:blank');
  await own.reload();
  await expect(own.getByText('And is it big?', { exact: true })).toBeVisible();
  await expectAccessible(own, 'window of its own');
  await page.goto(site.hostUrl);
  await launcher(page).click();
  await expect(inline.getByText('And is it big?', { exact: true })).toBeVisible();

  // Blocked: nothing is lost, and the visitor is told.
  const blocked = await browser.newContext();
  await blocked.addInitScript(() => {
    window.open = () => null;
  });
  const other = await blocked.newPage();
  await other.goto(site.hostUrl);
  const stays = await askForChat(other, 'Bert', 'Is it blue?');
  await stays.getByRole('button', { name: 'Open in a window of its own', exact: true }).click();
  await expect(stays.getByText('Your browser blocked the new window.', { exact: false })).toBeVisible();
  await expect(stays.getByText('Is it blue?', { exact: true })).toBeVisible();
  await blocked.close();
  await site.close();
});

test('a site whose chat opens in a window of its own gets one, and where it is blocked the one in the page', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Pop-up', { opens: 'popup' });
  const page = await visit(browser, site.hostUrl);
  const opening = page.waitForEvent('popup');
  await launcher(page).click();
  const own = await opening;
  await own.getByLabel('Name (optional)', { exact: true }).fill('Pia');
  await own.getByLabel('Your question', { exact: true }).fill('Is it green?');
  await own.getByRole('button', { name: 'Start chat', exact: true }).click();
  await acceptChat(site.console, 'Pia');
  await site.console.getByRole('textbox', { name: 'Message', exact: true }).fill('It is.');
  await site.console.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
  await expect(own.getByText('It is.', { exact: true })).toBeVisible();
  await expect(page.locator('iframe')).toHaveCount(0);

  const blocked = await browser.newContext();
  await blocked.addInitScript(() => {
    window.open = () => null;
  });
  const other = await blocked.newPage();
  await other.goto(site.hostUrl);
  await launcher(other).click();
  await expect(windowOf(other).getByRole('button', { name: 'Start chat', exact: true })).toBeVisible();
  await blocked.close();
  await site.close();
});

test('visitors who wait see their place move up, and the messages of the site in turn', async ({ browser }) => {
  const site = await openSite(browser, 'Queue', {
    waitingText: 'One moment.',
    waitingMessages: [{ afterSeconds: 5, text: 'Thank you for waiting.' }],
  });
  const first = await askForChat(await visit(browser, site.hostUrl), 'Fay', 'First?');
  await expect(first.getByText('You are next.', { exact: true })).toBeVisible();
  const page = await visit(browser, site.hostUrl);
  const second = await askForChat(page, 'Sam', 'Second?');
  await expect(second.getByText('1 visitor is before you.', { exact: true })).toBeVisible();
  await expect(second.getByText('One moment.', { exact: true })).toBeVisible();
  await expect(second.getByText('Thank you for waiting.', { exact: true })).toBeVisible();
  await expect(second.getByText('One moment.', { exact: true })).toHaveCount(0);
  await expectAccessible(page, 'waiting');
  await acceptChat(site.console, 'Fay');
  await expect(second.getByText('You are next.', { exact: true })).toBeVisible();
  await expect(first.getByText('You are next.', { exact: true })).toBeHidden();
  await site.close();
});

test('a lost connection is told; what is written meanwhile is kept, over a reload too, and sent once', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Unbroken');
  const context = await browser.newContext();
  const page = await context.newPage();
  let isCut = false;
  const open = new Set<{ close(): Promise<void> }>();
  await page.routeWebSocket(/\/t\/socket$/, (socket) => {
    if (isCut) return void socket.close();
    open.add(socket);
    socket.connectToServer();
  });
  await page.goto(site.hostUrl);
  const window = await askForChat(page, 'Una', 'Is it red?');
  await acceptChat(site.console, 'Una');
  const conversation = site.console.getByRole('log', { name: 'Conversation' });
  isCut = true;
  for (const socket of open) await socket.close();
  await expect(window.getByText('Reconnecting…', { exact: false })).toBeVisible();
  const field = window.getByRole('textbox', { name: 'Your message', exact: true });
  for (const text of ['One', 'Two', 'Three']) {
    await field.fill(text);
    await field.press('Enter');
  }
  await expect(window.getByText('Sending…', { exact: false }).first()).toBeVisible();
  await expectAccessible(page, 'offline');
  await field.fill('half a thou');
  await page.reload();
  isCut = false;
  await expect(window.getByText('Three', { exact: true })).toBeVisible();
  await expect(window.getByRole('textbox', { name: 'Your message', exact: true })).toHaveValue('half a thou');
  await expect(conversation).toContainText('Three');
  for (const text of ['One', 'Two', 'Three'])
    await expect(conversation.getByText(text, { exact: true })).toHaveCount(1);
  await context.close();
  await site.close();
});

test('two tabs of one visitor show one chat in step, with what is being typed', async ({ browser }) => {
  const site = await openSite(browser, 'Tabs');
  const context = await browser.newContext();
  const one = await context.newPage();
  await one.goto(site.hostUrl);
  const first = await askForChat(one, 'Tess', 'Is it red?');
  await acceptChat(site.console, 'Tess');
  const two = await context.newPage();
  await two.goto(`${site.hostUrl}/next`);
  await launcher(two).click();
  const second = windowOf(two);
  await expect(second.getByText('Is it red?', { exact: true })).toBeVisible();
  const field = second.getByRole('textbox', { name: 'Your message', exact: true });
  await field.fill('Or is it bl');
  await expect(first.getByRole('textbox', { name: 'Your message', exact: true })).toHaveValue('Or is it bl');
  await field.fill('Or is it blue?');
  await field.press('Enter');
  await expect(first.getByText('Or is it blue?', { exact: true })).toBeVisible();
  await expect(first.getByRole('textbox', { name: 'Your message', exact: true })).toHaveValue('');
  // The operator has it on the screen.
  await expect(first.getByText('Seen', { exact: false })).toBeVisible();
  await two.close();
  await first.getByRole('textbox', { name: 'Your message', exact: true }).fill('Still here');
  await first.getByRole('textbox', { name: 'Your message', exact: true }).press('Enter');
  await expect(site.console.getByRole('log', { name: 'Conversation' })).toContainText('Still here');
  await context.close();
  await site.close();
});

test('links show the host they lead to; the same words over and over are slowed down, and none is lost', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Links');
  const page = await visit(browser, site.hostUrl);
  const window = await askForChat(page, 'Lia', 'Is it red?');
  await acceptChat(site.console, 'Lia');
  const message = site.console.getByRole('textbox', { name: 'Message', exact: true });
  await message.fill('See https://\u0430pple.com/lamp or mailto:a@shop.example, not javascript:alert(1)');
  await message.press('Enter');
  const link = window.getByRole('link', { name: 'https://xn--pple-43d.com/lamp', exact: true });
  await expect(link).toHaveAttribute('rel', /noopener nofollow/);
  await expect(window.getByRole('link', { name: 'mailto:a@shop.example', exact: true })).toBeVisible();
  await expect(window.getByRole('link')).toHaveCount(2);

  const field = window.getByRole('textbox', { name: 'Your message', exact: true });
  for (let times = 0; times < 18; times += 1) {
    await field.fill('Hello?');
    await field.press('Enter');
  }
  await expect(window.getByText('You write very fast.', { exact: false })).toBeVisible();
  await expect(
    site.console.getByRole('log', { name: 'Conversation' }).getByText('Hello?', { exact: true }),
  ).toHaveCount(18, { timeout: 30_000 });
  await expect(window.getByText('You write very fast.', { exact: false })).toBeHidden();
  await expect(window.getByText('Not sent', { exact: false })).toHaveCount(0);
  await site.close();
});

test('by keyboard and screen reader: names and roles, Escape minimises, focus comes back and is never trapped', async ({
  browser,
}) => {
  const site = await openSite(browser, 'Reader');
  const page = await visit(browser, site.hostUrl, { reducedMotion: 'reduce' });
  const button = launcher(page);
  await button.focus();
  await page.keyboard.press('Enter');
  const window = windowOf(page);
  await expect(window.getByLabel('Your question', { exact: true })).toBeFocused();
  await expect(window.locator('body')).toMatchAriaSnapshot(`
    - banner "Chat":
      - heading "Chat with us" [level=1]
      - paragraph: We are online
      - button "Open in a window of its own"
      - button "Minimise"
    - status
    - main "Chat":
      - paragraph: Hello! How can we help?
      - text: Name (optional)
      - textbox "Name (optional)"
      - text: E-mail (optional)
      - textbox "E-mail (optional)"
      - text: Your question
      - textbox "Your question"
      - button "Start chat"
  `);
  await page.keyboard.press('Escape');
  await expect(page.locator('iframe')).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(window.getByLabel('Your question', { exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('Rea');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Is it red?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(window.getByRole('textbox', { name: 'Your message', exact: true })).toBeFocused();
  await expect(window.getByRole('status').filter({ hasText: 'You are next.' })).toBeVisible();
  await expect(window.getByRole('log', { name: 'Messages', exact: true })).toHaveAttribute('aria-live', 'polite');
  await acceptChat(site.console, 'Rea');
  await expect(window.locator('main')).toMatchAriaSnapshot(`
    - main "Chat":
      - log "Messages":
        - text: "You: Is it red?"
        - time
        - paragraph: /joined the chat/
      - button "Emoji"
      - textbox "Your message"
      - button "Send" [disabled]
  `);
  // Forwards out of the window, to the button and on to the page.
  for (let presses = 0; presses < 12 && !(await button.evaluate((one) => one.matches(':focus'))); presses += 1)
    await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await site.close();
});

test('on a phone, at 400 % zoom and in the dark everything can be read and reached', async ({ browser }) => {
  const site = await openSite(browser, 'Small', { theme: 'system', languages: ['ar'] });
  const looks: [what: string, context: BrowserContextOptions & { language?: string }][] = [
    ['390 px', { viewport: { width: 390, height: 844 } }],
    ['390 px, dark, right to left', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', language: 'ar' }],
    ['400 %', { viewport: { width: 320, height: 256 } }],
  ];
  for (const [what, context] of looks) {
    const page = await visit(browser, site.hostUrl, context);
    await launcher(page).click();
    const window = windowOf(page);
    await window.locator('form.start textarea').fill('?');
    await expectAccessible(page, what);
    await window.locator('form.start button[type=submit]').click();
    const field = window.locator('.composer textarea');
    await expect(field).toBeInViewport();
    await field.fill('Hello');
    await field.press('Enter');
    await expect(window.locator('.bubble').filter({ hasText: 'Hello' })).toBeVisible();
    await expectAccessible(page, `${what}, waiting`);
    await page.context().close();
  }
  await site.close();
});

test('P7 opening the window costs at most 60 kB in all', async ({ browser }) => {
  const site = await openSite(browser, 'Weight');
  const page = await (await browser.newContext()).newPage();
  const received: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.url().startsWith(foyer.visitorUrl))
      received.push(request.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize));
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => received.push(Promise.resolve(Buffer.byteLength(payload)))),
  );
  await page.goto(site.hostUrl);
  await askForChat(page, 'Wim', 'Is it heavy?');
  const bytes = (await Promise.all(received)).reduce((sum, one) => sum + one, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(60_000);
  await site.close();
});
