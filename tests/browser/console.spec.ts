/** The console as its operators and administrators use it: invites by hand, status, accessibility. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { signIn } from './console-page.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

async function openConsole(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  await signIn(page, foyer.operatorUrl);
  return page;
}

async function openShop(browser: Browser, path = ''): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${foyer.visitorUrl}/demo/${path}`);
  return page;
}

test('an operator invites by hand; the visitor declines with Escape; the visit shows it', async ({ browser }) => {
  const console_ = await openConsole(browser);
  const visitor = await openShop(browser, 'basket.html');
  await console_.getByRole('row').filter({ hasText: 'basket.html' }).click();
  const panel = console_
    .getByRole('complementary', { name: 'Visit' })
    .or(console_.getByRole('dialog', { name: 'Visit' }));
  await panel
    .getByRole('button', { name: /^Invite/ })
    .first()
    .click();
  await console_.getByRole('menuitem', { name: /Help with choosing/ }).click();
  const invite = visitor.getByRole('button', { name: 'Questions about this product? Ask us' });
  await expect(invite).toBeVisible();
  await visitor.keyboard.press('Escape');
  await expect(invite).toBeHidden();
  await expect(panel.getByText('declined')).toBeVisible();
  await visitor.context().close();
  await console_.context().close();
});

test('S-009 an invite leaves the screen when the last operator goes Away, and the launcher says so', async ({
  browser,
}) => {
  const console_ = await openConsole(browser);
  const visitor = await openShop(browser, '?source=adwords');
  const invite = visitor.getByRole('button', { name: 'Need a hand? Chat with us' });
  await expect(invite).toBeVisible();
  await console_.getByRole('button', { name: /Online/ }).click();
  await console_
    .getByRole('menuitemradio', { name: 'Away' })
    .or(console_.getByRole('menuitem', { name: 'Away' }))
    .click();
  await expect(invite).toBeHidden();
  await visitor.goto(`${foyer.visitorUrl}/demo/?source=adwords`);
  await visitor
    .getByRole('button', { name: /chat|message/i })
    .first()
    .click();
  const chat = visitor.frameLocator('iframe');
  await expect(chat.getByText('Nobody is here right now', { exact: false })).toBeVisible();
  await console_.getByRole('button', { name: /Away/ }).click();
  await console_
    .getByRole('menuitemradio', { name: 'Online' })
    .or(console_.getByRole('menuitem', { name: 'Online' }))
    .click();
  await expect(chat.getByText('Hello! How can we help?')).toBeVisible();
  await visitor.context().close();
  await console_.context().close();
});

const screens = [
  ['visitors', 'visitors', 'Visitors'],
  ['chats', 'chats', 'Chats'],
  ['missed and recent chats', 'recent-chats', 'Chats'],
  ['alerts', 'settings/alerts', 'Alerts'],
  ['an alert', 'settings/alerts/new', 'New alert'],
  ['invites', 'settings/invites', 'Invites'],
  ['exclusions', 'settings/exclusions', 'Exclusions'],
  ['general', 'settings/general', 'General'],
  ['users', 'settings/users', 'Users'],
] as const;

test('axe finds nothing serious or critical and nothing is cut off', async ({ browser }) => {
  const console_ = await openConsole(browser);
  const visitor = await openShop(browser, '?source=adwords');
  for (const [name, path, heading] of screens) {
    await console_.goto(`${foyer.operatorUrl}/console/${path}`);
    await expect(console_.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expectAccessibleInEveryLook(console_, name);
  }
  await visitor.context().close();
  await console_.context().close();
});

test('axe finds nothing serious or critical in the sign-in page, the invite and the chat window', async ({
  browser,
}) => {
  const console_ = await openConsole(browser);
  const signInPage = await (await browser.newContext()).newPage();
  await signInPage.goto(`${foyer.operatorUrl}/console/`);
  await expect(signInPage.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const visitor = await openShop(browser, '?source=adwords');
  await visitor.getByRole('button', { name: 'Need a hand? Chat with us' }).waitFor();
  await expectAccessible(signInPage);
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: 'Need a hand? Chat with us' }).click();
  await expect(visitor.frameLocator('iframe').getByRole('button', { name: 'Start chat' })).toBeVisible();
  await expectAccessible(visitor);
  await signInPage.context().close();
  await visitor.context().close();
  await console_.context().close();
});
