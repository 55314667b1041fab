/** The console as its operators and administrators use it: alerts settings, invites by hand, status, accessibility. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
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

const alertNames = (page: Page) =>
  page.getByRole('list', { name: 'Alerts in order' }).getByRole('link', { name: /^Edit/ }).allTextContents();

test('S-012 to S-014 an alert is added, refused when wrong, moved by the keyboard, and takes effect at once', async ({
  browser,
}) => {
  const console_ = await openConsole(browser);
  await console_.getByRole('link', { name: 'Settings' }).click();
  await console_.getByRole('link', { name: 'Alerts' }).click();
  await console_.getByRole('button', { name: 'Add alert' }).click();
  const form = console_.getByRole('dialog', { name: 'New alert' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Comes to about us');
  await form.getByRole('textbox', { name: 'Entry pages' }).fill('re:(');
  await form.getByRole('button', { name: 'Save' }).click();
  // Refused beside the field, in words; what was typed stays.
  await expect(form.getByRole('textbox', { name: 'Entry pages' })).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByRole('textbox', { name: 'Entry pages' })).toHaveValue('re:(');
  await form.getByRole('textbox', { name: 'Entry pages' }).fill('demo/about*');
  await form.getByRole('switch', { name: 'Pop-up to all operators' }).check({ force: true });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  expect(await alertNames(console_)).toEqual(['AdWords', 'Comes to about us', 'All visitors']);

  // Dragged by the keyboard: picked up, moved, put down.
  await console_.reload();
  const handle = console_.getByRole('button', { name: 'Move Comes to about us' });
  await handle.focus();
  await console_.keyboard.press('Space');
  await expect(console_.getByText(/Comes to about us is (picked up|now number 2 of 2)/)).toBeAttached();
  await console_.keyboard.press('ArrowUp');
  await expect(console_.getByText('Comes to about us is now number 1 of 2.')).toBeAttached();
  await console_.keyboard.press('Space');
  await expect.poll(() => alertNames(console_)).toEqual(['Comes to about us', 'AdWords', 'All visitors']);
  await console_.reload();
  await expect.poll(() => alertNames(console_)).toEqual(['Comes to about us', 'AdWords', 'All visitors']);

  // The next visitor is judged by the new order.
  const visitor = await openShop(browser, 'about.html?source=adwords');
  await console_.getByRole('link', { name: 'Back to Visitors' }).click();
  await expect(console_.getByRole('row').filter({ hasText: 'about.html' })).toContainText('Comes to about us');
  await visitor.context().close();
  await console_.context().close();
});

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
  ['an alert', 'settings/alerts/new', 'Alerts'],
  ['invites', 'settings/invites', 'Invites'],
  ['exclusions', 'settings/exclusions', 'Exclusions'],
  ['general', 'settings/general', 'General'],
  ['users', 'settings/users', 'Users'],
] as const;

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1440, 390])
    test(`axe finds nothing serious or critical and nothing is cut off: ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      const console_ = await openConsole(browser, { colorScheme, viewport: { width, height: 844 } });
      const visitor = await openShop(browser, '?source=adwords');
      for (const [name, path, heading] of screens) {
        await console_.goto(`${foyer.operatorUrl}/console/${path}`);
        await expect(console_.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
        await expectAccessible(console_, name);
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
