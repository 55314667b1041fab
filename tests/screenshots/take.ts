/** Takes the screenshots of the README into docs/images: `npm run screenshots`. Look at them before you commit them. */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { signIn } from '../browser/console-page.ts';
import { administrator, type Installation } from '../browser/installation.ts';
import { startServer } from '../support/server-process.ts';
import { addAlerts } from './alerts.ts';
import { bringCrowd } from './crowd.ts';

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
  await takeAll(browser, server.url);
} finally {
  await browser.close();
  await server.stop();
}

async function takeAll(chrome: Browser, url: Installation['operatorUrl']): Promise<void> {
  const size = { viewport: { width: 1440, height: 860 } };
  const operator = await (await chrome.newContext({ ...size, colorScheme: 'light' })).newPage();
  await signIn(operator, url);
  await operator.request.patch(`${url}/api/v1/me`, { data: { name: 'Ann Walker' } });
  await operator.reload();
  const sites = await operator.request.get(`${url}/api/v1/sites`);
  const [site] = ((await sites.json()) as { items: { id: string; key: string }[] }).items;
  await addAlerts(operator.request, `${url}/api/v1/sites/${site?.id}`);
  await operator.waitForTimeout(6000); // organisations are compiled once, on a fresh data folder
  const sendAway = await bringCrowd(url, site?.key ?? '');

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
  await visitor.waitForTimeout(800);
  await shoot(operator, 'chat');
  await shoot(visitor, 'chat-window');

  // Settings.
  await operator.goto(`${url}/console/settings/alerts`);
  await operator.getByText('AdWords').first().waitFor();
  await operator.waitForTimeout(500);
  await shoot(operator, 'alerts');

  // Dark, and narrow.
  await operator.emulateMedia({ colorScheme: 'dark' });
  await operator.goto(`${url}/console/`);
  await operator.waitForTimeout(1500);
  await shoot(operator, 'visitors-dark');
  await operator.emulateMedia({ colorScheme: 'light' });
  await operator.setViewportSize({ width: 390, height: 844 });
  await operator.waitForTimeout(800);
  await shoot(operator, 'visitors-narrow');
  sendAway();
}
