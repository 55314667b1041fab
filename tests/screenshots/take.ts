/**
 * Takes the screenshots of README and docs/settings into docs/images: `npm run screenshots`. With `-- --all FOLDER` it also
 * takes every page of the console into that folder, light, dark and narrow. Look at them before you commit them.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { siteSchema } from '@foyer/protocol/site';
import { type Browser, chromium, type Page } from '@playwright/test';
import { z } from 'zod';
import { signIn } from '../browser/console-page.ts';
import { administrator, type Installation } from '../browser/installation.ts';
import { ApiClient } from '../support/api-client.ts';
import { startServer } from '../support/server-process.ts';
import { bringCrowd } from './crowd.ts';
import { serveCustomerForm } from './customer-form.ts';
import { emptyViews, takeViews, tryOnAVisit, viewsOf } from './settings.ts';
import { setUpSite } from './settings-content.ts';

const { all: everything } = parseArgs({ options: { all: { type: 'string' } } }).values;
const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const shoot = (page: Page, name: string) => page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });

const server = await startServer({
  env: {
    FOYER_ADMIN_EMAIL: administrator.email,
    FOYER_ADMIN_PASSWORD: administrator.password,
    FOYER_DEMO: '1',
    FOYER_LOG: 'warn',
    FOYER_TRUSTED_PROXIES: 'loopback',
    FOYER_LIMIT_FACTOR: '100',
  },
});
const form = await serveCustomerForm();
const browser = await chromium.launch({
  executablePath: process.env.FOYER_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  await takeAll(browser, server.url, form.origin);
} finally {
  await browser.close();
  form.close();
  await server.stop();
}

async function takeAll(chrome: Browser, url: Installation['operatorUrl'], formOrigin: string): Promise<void> {
  const size = { viewport: { width: 1440, height: 860 } };
  const operator = await (await chrome.newContext({ ...size, colorScheme: 'light' })).newPage();
  await signIn(operator, url);
  await operator.request.patch(`${url}/api/v1/me`, { data: { name: 'Ann Walker' } });
  await operator.reload();
  const api = await ApiClient.signIn(url, administrator.email, administrator.password);
  const [site] = await api.listSites();
  if (site === undefined) throw new Error('There is no demo site');
  const content = await setUpSite(api, site.id, formOrigin);
  await operator.waitForTimeout(6000); // organisations are compiled once, on a fresh data folder
  const sendAway = await bringCrowd(url, site.key);

  // The invite on the shop.
  const visitor = await (await chrome.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await visitor.goto(`${url}/demo/?source=adwords`);
  const invite = visitor.getByRole('button', { name: 'Need a hand? Chat with us' });
  await invite.waitFor();
  await visitor.waitForTimeout(1200); // the slide
  await shoot(visitor, 'invite');

  // The list, and the pop-up of the visitor who has just come.
  await operator.waitForTimeout(1500);
  // One pop-up is enough: the older ones hide the list.
  const dismiss = operator.getByRole('region', { name: 'Pop-ups' }).getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 1) await dismiss.first().click();
  await shoot(operator, 'visitors');
  await operator.getByRole('row').filter({ hasText: 'Aiko Tanaka' }).click();
  await operator.waitForTimeout(800);
  await shoot(operator, 'visit');

  // A chat.
  await invite.click();
  const chat = visitor.frameLocator('iframe');
  await chat.getByLabel('Name (optional)').fill('Vera Jansen');
  await chat.getByLabel('Your question').fill('Hello! Do you ship the moon lamp to Ghent?');
  await chat.getByRole('button', { name: 'Start chat' }).click();
  await operator.goto(`${url}/console/chats`);
  await operator.getByRole('button', { name: 'Accept chat with Vera Jansen' }).click();
  const say = async (text: string) => {
    await operator.getByRole('textbox', { name: 'Message' }).fill(text);
    await operator.keyboard.press('Enter');
    await chat.getByText(text).waitFor();
  };
  const answer = async (text: string) => {
    await chat.getByRole('textbox', { name: /message/i }).fill(text);
    await chat.getByRole('textbox', { name: /message/i }).press('Enter');
    await operator.getByRole('log', { name: 'Conversation' }).getByText(text).waitFor();
  };
  await say('Hello Vera! Yes, we do. To Belgium it takes three working days.');
  await answer('Lovely. And does it come with a bulb?');
  await say('It does: warm white, 2700 K, and it dims. You can see it lit here: https://lark.example/moon');
  await visitor.getByRole('link', { name: 'Lamps', exact: true }).first().click();
  await answer('Thank you, that is just what I was looking for.');
  const [chatId] = new URL(operator.url()).pathname.split('/').slice(-1);
  await api.call('POST', `/sites/${site.id}/chats/${chatId}/tags`, z.unknown(), { name: 'Order', value: 'A-1041' });
  await visitor.waitForTimeout(800);
  await shoot(operator, 'chat');
  await shoot(visitor, 'chat-window');

  // Settings.
  await operator.goto(`${url}/console/settings/alerts`);
  await operator.getByText('AdWords').first().waitFor();
  await operator.waitForTimeout(500);
  await shoot(operator, 'alerts');
  await operator.goto(`${url}/console/settings/invites/${content.inviteId}`);
  await operator.getByRole('heading', { level: 1 }).waitFor();
  await operator.waitForTimeout(1500); // play
  await shoot(operator, 'invite-designer');
  await operator.goto(`${url}/console/settings/prospects/${content.prospectRuleId}`);
  await tryOnAVisit(operator);
  await operator.getByRole('heading', { name: 'Conditions' }).evaluate((heading) => heading.scrollIntoView());
  await operator.waitForTimeout(500);
  await shoot(operator, 'condition-builder');

  // Dark, and narrow.
  await operator.emulateMedia({ colorScheme: 'dark' });
  await operator.goto(`${url}/console/`);
  await operator.waitForTimeout(1500);
  await shoot(operator, 'visitors-dark');
  await operator.emulateMedia({ colorScheme: 'light' });
  await operator.setViewportSize({ width: 390, height: 844 });
  await operator.waitForTimeout(800);
  await shoot(operator, 'visitors-narrow');

  if (everything !== undefined) {
    await takeViews(chrome, url, site.id, viewsOf(content, chatId ?? ''), everything);
    const empty = await api.call('POST', '/sites', siteSchema, { name: 'Second shop' });
    await takeViews(chrome, url, empty.id, emptyViews, everything);
  }
  sendAway();
}
