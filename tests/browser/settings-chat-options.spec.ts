/** Chat options, from empty settings to a chat (S-083 to S-086). */
import { chatOptionsSchema } from '@foyer/protocol/chat-options';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { acceptChat, askForChat } from './chats.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

async function openSettings(browser: Browser, name: string) {
  const site = await openEmptySite(browser, foyer, name);
  await site.console.goto(`${foyer.operatorUrl}/console/settings/chat-options`);
  await expect(levelOne(site.console)).toHaveValue('30 s');
  return site;
}

const levelOne = (page: Page) => page.getByRole('textbox', { name: 'Level one after' });
const levelTwo = (page: Page) => page.getByRole('textbox', { name: 'Level two after' });
const picture = (page: Page) => page.getByRole('figure', { name: 'What turns orange and red when' });
const preview = (page: Page) =>
  page.getByRole('switch', { name: 'Operators see what a visitor types before it is sent' });

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
}

/** What a page and the frames in it send over their sockets. */
function listenToWire(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  return sent;
}

test('S-083 a pending chat turns orange at level one, with one reminder that accepts it; the picture follows the numbers', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-083');
  const { console: page } = site;
  await expect(picture(page).getByRole('listitem')).toHaveText([
    /^at once.*Waiting/,
    /^from 0:30.*Level one/,
    /^from 1:00.*Level two/,
  ]);
  await levelOne(page).fill('1');
  await levelTwo(page).fill('0');
  await expect(picture(page).getByRole('listitem')).toHaveText([/Waiting/, /^from 0:01.*Orange/]);
  await save(page);
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await askForChat(await site.visit('/'), 'Yara', 'Anybody there?');
  const item = page.getByRole('listitem').filter({ hasText: 'Yara' });
  await expect(item.getByText('Level one: waiting long')).toBeAttached();
  await expect(item.locator('[data-level=one]')).toHaveCSS('color', 'rgb(138, 83, 0)');
  const reminder = page.getByRole('status').filter({ hasText: 'Yara is still waiting' });
  await expect(reminder).toContainText('Nobody has accepted the chat for 1 second.');
  await reminder.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(reminder).toBeHidden();
  // Handed back, it begins anew.
  await page.getByRole('button', { name: 'Hand back to queue' }).click();
  await expect(reminder).toBeVisible();
  await site.close();
});

test('S-084 it turns red at level two, with a final reminder; level two has to come later than level one', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-084');
  const { console: page } = site;
  await levelTwo(page).fill('30');
  await expect(picture(page)).toContainText('Level two has to come after level one.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('must be more than level one (30 s), or 0 for off')).toBeVisible();
  await expect(levelTwo(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(levelTwo(page)).toHaveValue('30 s');
  await levelOne(page).fill('1');
  await levelTwo(page).fill('2');
  await save(page);
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await askForChat(await site.visit('/'), 'Zoe', 'Hello?');
  const item = page.getByRole('listitem').filter({ hasText: 'Zoe' });
  await expect(item.getByText('Level two: waiting too long')).toBeAttached();
  await expect(item.locator('[data-level=two]')).toHaveCSS('color', 'rgb(184, 35, 47)');
  await expect(page.getByRole('status').filter({ hasText: 'Zoe has waited too long' })).toContainText('for 2 seconds');
  await expect(page.getByText('Zoe is still waiting')).toBeHidden();
  await site.close();
});

test('S-085 the emoji selector is offered to both sides or to neither; a visitor’s own emoji always come through', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-085');
  const { console: page } = site;
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(foyer.operatorUrl) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  const visitor = await site.visit('/');
  const window = await askForChat(visitor, 'Anouk', 'Hello?');
  await acceptChat(page, 'Anouk');
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('Hello  you');
  await message.press('Home');
  for (let step = 0; step < 6; step += 1) await message.press('ArrowRight');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await page.getByRole('textbox', { name: 'Search emoji' }).fill('party pop');
  await page.getByRole('button', { name: 'party popper' }).click();
  await expect(message).toHaveValue('Hello 🎉 you');
  await message.press('Enter');
  await expect(window.getByText('Hello 🎉 you')).toBeVisible();

  await window.getByRole('button', { name: 'Emoji' }).click();
  await window.getByRole('button', { name: '👍' }).click();
  const answer = window.getByRole('textbox', { name: 'Your message' });
  await expect(answer).toHaveValue('👍');
  await answer.press('Enter');
  const conversation = page.getByRole('log', { name: 'Conversation' });
  await expect(conversation).toContainText('👍');
  expect(foreign).toEqual([]); // all of it is ours

  await page.goto(`${foyer.operatorUrl}/console/settings/chat-options`);
  await page.getByRole('switch', { name: 'Emoji selector' }).uncheck({ force: true });
  await save(page);
  await expect(window.getByRole('button', { name: 'Emoji' })).toBeHidden();
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await page.getByRole('link', { name: /Anouk/ }).click();
  await expect(message).toBeVisible();
  await expect(page.getByRole('button', { name: 'Emoji', exact: true })).toBeHidden();
  await answer.fill('Typed 🦔 myself');
  await answer.press('Enter');
  await expect(conversation).toContainText('Typed 🦔 myself');
  await site.close();
});

test('S-086 what a visitor types stays in their browser unless the site shows it; then the operator sees it live', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-086');
  const { console: page } = site;
  const visitor = await site.visit('/');
  const sent = listenToWire(visitor);
  await visitor.reload(); // with the wire listened to from the beginning
  const window = await askForChat(visitor, 'Bea', 'Hello?');
  await acceptChat(page, 'Bea');
  const field = window.getByRole('textbox', { name: 'Your message' });
  await field.pressSequentially('private thought');
  await expect(page.getByText(/is typing…/).first()).toBeVisible();
  await field.fill('What I send');
  await field.press('Enter');
  await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('What I send');
  // That somebody types was told, and what was sent; nothing else of it left the browser.
  expect(sent.some((frame) => frame.includes('What I send'))).toBe(true);
  expect(sent.filter((frame) => /private|thought|draft\.changed/.test(frame))).toEqual([]);

  const settings = await site.openConsole('settings/chat-options');
  await expect(preview(settings)).not.toBeChecked();
  await preview(settings).check({ force: true });
  await settings.getByRole('textbox', { name: 'What it tells them' }).fill('We see what you type.');
  await save(settings);
  await expect(window.getByText('We see what you type.')).toBeVisible();
  await field.pressSequentially('My card 4111 1111 1111 1111');
  const shown = page.getByRole('region', { name: 'What Bea is typing' });
  await expect(shown).toContainText('My card 4111 11•• •••• 1111');
  expect(sent.filter((frame) => frame.includes('1111 1111 1111'))).toEqual([]);
  await field.fill('Never mind');
  await expect(shown).toContainText('Never mind');
  await field.press('Enter');
  await expect(shown).toBeHidden();
  await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('Never mind');
  await expect(page.getByRole('log', { name: 'Conversation' })).not.toContainText('My card');
  await site.close();
});

test('the settings of chat options are accessible', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'axe settings');
  const page = await site.openConsole('settings/chat-options');
  await preview(page).check({ force: true });
  await levelTwo(page).fill('20');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/must be more than level one/)).toBeVisible();
  await expectAccessibleInEveryLook(page, 'refused');
  await site.close();
});

test('emoji and what is typed are accessible', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'axe chat');
  const change = { typingPreview: true, version: 0 };
  await site.api.call('PUT', `/sites/${site.siteId}/chat-options`, chatOptionsSchema, change);
  const page = await site.openConsole('chats');
  const visitor = await site.visit('/');
  const window = await askForChat(visitor, 'Axel', 'Hello?');
  await acceptChat(page, 'Axel');
  await window.getByRole('textbox', { name: 'Your message' }).fill('Let me think');
  await expect(page.getByRole('region', { name: 'What Axel is typing' })).toBeVisible();
  await window.getByRole('button', { name: 'Emoji' }).click();
  await expectAccessibleInEveryLook(visitor, 'visitor’s window');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(page.getByRole('button', { name: 'grinning face', exact: true })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'emoji');
  await site.close();
});
