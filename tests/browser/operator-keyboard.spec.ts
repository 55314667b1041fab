/** An operator's day with the keyboard alone: from signing in over two chats to signing out, without a mouse. */
import { cannedResponseSchema } from '@foyer/protocol/canned-response';
import { tagSchema } from '@foyer/protocol/tag';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { VisitorClient } from '../support/visitor-client.ts';
import { openEmptySite } from './empty-site.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';
import { arrowTo, expectVisibleFocus, press, tabTo } from './keyboard.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

/** A site with a canned response, a tag, and a required wrap-up to step through. */
async function openSite(browser: Browser) {
  const site = await openEmptySite(browser, foyer, 'Keyboard');
  const path = `/sites/${site.siteId}`;
  const canned = { scope: 'site', title: 'Shipping', body: 'We ship every day, {visitor.name}.' };
  await site.api.call('POST', `${path}/canned-responses`, cannedResponseSchema, canned);
  await site.api.call('POST', `${path}/tags`, tagSchema, { name: 'Urgent' });
  await site.api.call('PUT', `${path}/wrap-up`, wrapUpSchema, {
    version: 0,
    enabled: true,
    required: true,
    type: 'menu',
    options: [
      { id: crypto.randomUUID(), label: 'Sales', options: [{ id: crypto.randomUUID(), label: 'New customer' }] },
      { id: crypto.randomUUID(), label: 'Support' },
    ],
  });
  await site.console.close();
  return site;
}

async function askForChat(siteKey: string, name: string): Promise<VisitorClient> {
  const visitor = new VisitorClient({ name, servers: [foyer.visitorUrl], siteKey });
  await visitor.open('/lamps');
  await visitor.page.until('that somebody is Online', () =>
    visitor.page.frames.some((frame) => 'online' in frame && frame.online),
  );
  await visitor.openWindow();
  await visitor.requestChat('Do you ship to Ghent?', { name });
  return visitor;
}

async function setStatus(page: Page, from: string, to: string): Promise<void> {
  await press(page, page.getByRole('button', { name: `Status: ${from}` }));
  await arrowTo(page, page.getByRole('menuitemradio', { name: to, exact: true }));
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Status: ${to}` })).toBeVisible();
}

test('sign in, go Online, take chats, answer, look, tag, wrap up, sign out: by the keyboard', async ({ browser }) => {
  const site = await openSite(browser);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript((id) => localStorage.setItem('foyer.site', JSON.stringify(id)), site.siteId);
  // Whatever happens below happens without it.
  page.mouse.click = page.mouse.down = page.mouse.move = () => Promise.reject(new Error('There is no mouse'));

  await page.goto(`${foyer.operatorUrl}/console/`);
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(administrator.email);
  await tabTo(page, page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type(administrator.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();

  // The first stop leads past everything that is on all pages.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expectVisibleFocus(page);

  await setStatus(page, 'Online', 'Away');
  await setStatus(page, 'Away', 'Online');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Accept the first pending chat');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  // A chat is noticed wherever one is, and accepted with one key.
  const vera = await askForChat(site.siteKey, 'Vera');
  await expect(page.getByText('1 pending chat')).toBeAttached();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { name: 'Chats', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Accept chat with Vera' })).toBeVisible();
  await page.keyboard.press('a');
  const message = page.getByRole('textbox', { name: 'Message' });
  await expect(message).toBeFocused();
  await expectVisibleFocus(page);
  const log = page.getByRole('log', { name: 'Conversation' });
  await expect(log).toContainText('Do you ship to Ghent?');

  // A canned response by its search, and an emoji from the selector.
  await page.keyboard.type('/shipp');
  await expect(page.getByRole('option', { name: /Shipping/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(message).toHaveValue('We ship every day, Vera.');
  await press(page, page.getByRole('button', { name: 'Emoji', exact: true }));
  const search = page.getByRole('textbox', { name: 'Search emoji' });
  await expect(search).toBeFocused();
  await page.keyboard.type('party pop');
  await press(page, page.getByRole('button', { name: 'party popper' }));
  await expect(message).toBeFocused();
  await expect(message).toHaveValue('We ship every day, Vera.🎉');
  await page.keyboard.press('Enter');
  await expect(log).toContainText('We ship every day, Vera.🎉');
  await expect.poll(() => vera.conversation.lastSeq).toBe(3);

  // The visitor: what they look at, and why they were greeted.
  const visitor = page.getByRole('complementary', { name: 'Visitor' });
  await tabTo(page, visitor.getByRole('tab', { name: 'Overview' }));
  await page.keyboard.press('ArrowRight');
  await expect(visitor.getByRole('tab', { name: /^Why/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(visitor).toContainText('Page /lamps');

  // A tag.
  await tabTo(page, page.getByRole('button', { name: 'Add tag' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Urg');
  await expect(page.getByRole('option', { name: 'Urgent' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Tags of this chat' })).toContainText('Urgent');

  // Ending it asks for the wrap-up; the menu is stepped through.
  await tabTo(page, page.getByRole('button', { name: 'End chat' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const ending = page.getByRole('dialog', { name: 'End chat' });
  await press(page, ending.getByRole('button', { name: 'Sales, 1 option' }));
  await expect(ending.getByRole('button', { name: 'New customer' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(ending).toContainText('Sales › New customer');
  await press(page, ending.getByRole('button', { name: 'End chat', exact: true }));
  await expect(page.getByText('This chat has ended.')).toBeVisible();
  await press(page, page.getByRole('button', { name: 'Close chat', exact: true }));
  await expect(page.getByRole('heading', { name: 'Choose a chat' })).toBeVisible();

  // The next one is handed back, found again with j, and accepted on its own button.
  const victor = await askForChat(site.siteKey, 'Victor');
  await expect(page.getByRole('button', { name: 'Accept chat with Victor' })).toBeVisible();
  await page.keyboard.press('a');
  await expect(message).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Hand back to queue' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Accept chat with Victor' })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: /Victor/ })).toBeFocused();
  await expectVisibleFocus(page);
  await press(page, page.getByRole('button', { name: 'Accept chat with Victor' }));
  await expect(message).toBeFocused();

  await press(page, page.getByRole('button', { name: /^Account: / }));
  await arrowTo(page, page.getByRole('menuitem', { name: 'Sign out' }));
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await Promise.all([vera.close(), victor.close()]);
  await context.close();
  await site.close();
});
