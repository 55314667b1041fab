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

type Wanted = z.input<typeof chatWindowSchema>;

/** A site with an Online operator and these settings of its chat window. */
async function openSite(browser: Browser, name: string, wanted: Wanted = {}) {
  const site = await openEmptySite(browser, foyer, name);
  await configure(site, wanted);
  return site;
}

async function configure(site: EmptySite, wanted: Wanted): Promise<ChatWindowSettings> {
  const { id: _id, key: _key, codeSeenAt: _at, codeSeenUrl: _url, ...fields } = await site.api.call(
    'GET',
    `/sites/${site.siteId}`,
    siteSchema,
  );
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
      const page = window as unknown as { foyer: ((...args: unknown[]) => void) & { q?: unknown[] } };
      page.foyer ??= (...args) => void (page.foyer.q ??= []).push(args);
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
  await expect(windowOf(german).getByRole('heading', { name: 'Fragen Sie die Lampenleute', exact: true })).toBeVisible();
  await expect(windowOf(german).getByText('Guten Tag! Wie können wir helfen?', { exact: true })).toBeVisible();
  await expect(windowOf(german).getByRole('button', { name: 'Chat beginnen', exact: true })).toBeVisible();
  await german.screenshot({ path: '/tmp/w-shots/german.png' });
  // In the middle of things another language is wanted: what was typed is kept.
  await windowOf(german).getByLabel('Ihre Frage', { exact: true }).fill('Ist sie rot?');
  await german.evaluate(() => window.foyer?.('set', { language: 'ar' }));
  await german.evaluate(() => window.foyer?.('close'));
  await german.evaluate(() => window.foyer?.('open'));
  await expect(windowOf(german).locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(windowOf(german).getByLabel('سؤالك', { exact: true })).toHaveValue('Ist sie rot?');
  await german.screenshot({ path: '/tmp/w-shots/arabic.png' });
  await site.close();
});
