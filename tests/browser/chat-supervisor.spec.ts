/** Supervisors in the chats of others, and blocked visitors (W-162 to W-165, W-168), in browsers on both sides. */
import { chatOptionsSchema } from '@foyer/protocol/chat-options';
import { userSchema } from '@foyer/protocol/operator';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';
import { openChat } from './real-chat.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode({ FOYER_TRUSTED_PROXIES: 'loopback' });
});
test.afterAll(async () => foyer?.stop());

const password = 'a password for this test';

/** Signs in somebody new to the site, with the chats open. */
async function openDesk(browser: Browser, site: EmptySite, name: string, role: 'operator' | 'supervisor') {
  const email = `${name.toLowerCase()}-${site.siteKey.slice(0, 8)}@example.com`;
  await site.api.call('POST', '/users', userSchema, { name, email, password, role, siteIds: [site.siteId] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Chats', level: 1 })).toBeVisible();
  return page;
}

/** A site with an operator and a supervisor at their consoles. */
async function openFloor(browser: Browser, name: string) {
  const site = await openEmptySite(browser, foyer, name);
  const olga = await openDesk(browser, site, 'Olga', 'operator');
  const sue = await openDesk(browser, site, 'Sue', 'supervisor');
  const close = async () => {
    await olga.context().close();
    await sue.context().close();
    await site.close();
  };
  return { site, olga, sue, close };
}

/** Everything that the sockets of a page and its frames are sent. */
function listenToWire(page: Page): string[] {
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  return received;
}

const conversation = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const teamChats = (page: Page) => page.getByRole('region', { name: /^Team’s chats/ });

async function openTeamChat(page: Page, visitor: string): Promise<void> {
  await teamChats(page).getByRole('link').filter({ hasText: visitor }).click();
  await expect(conversation(page)).toContainText('joined');
}

async function writeAs(page: Page, field: 'Message' | 'Whisper', text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: field, exact: true });
  await box.fill(text);
  await box.press('Enter');
  await expect(conversation(page)).toContainText(text);
}

test('W-162 to W-164 a supervisor watches a chat unseen, whispers past the visitor, speaks to both, and takes over', async ({
  browser,
}) => {
  const { site, olga, sue, close } = await openFloor(browser, 'Floor');
  await site.api.call('PUT', `/sites/${site.siteId}/chat-options`, chatOptionsSchema, {
    typingPreview: true,
    version: 0,
  });
  const visitor = await site.visit('/watched');
  const wire = listenToWire(visitor);
  await visitor.reload();
  await expect.poll(() => wire.length).toBeGreaterThan(0);
  await visitor.getByRole('button', { name: /chat/i }).click();
  const window = visitor.frameLocator('iframe');
  await window.getByLabel('Name (optional)').fill('Vera');
  await window.getByLabel('Your question').fill('Is it red?');
  await window.getByRole('button', { name: 'Start chat' }).click();
  await olga.getByRole('button', { name: 'Accept chat with Vera' }).first().click();
  await expect(olga.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();
  // The operator has no such list; the supervisor sees who with whom and whose turn it is.
  await expect(teamChats(olga)).toHaveCount(0);
  const item = teamChats(sue).getByRole('listitem').filter({ hasText: 'Vera' });
  await expect(item).toContainText('with Olga');
  await expect(item).toContainText('waits for us');
  await openTeamChat(sue, 'Vera');
  await expect(olga.getByText('Sue is watching')).toBeVisible();
  await writeAs(olga, 'Message', 'Which one?');
  await expect(conversation(sue)).toContainText('Which one?');
  await expect(item).toContainText('waits for the visitor');

  // Typing of both sides, and the draft.
  await window.getByRole('textbox', { name: 'Your message' }).pressSequentially('The big lamp');
  await expect(sue.getByRole('region', { name: /Vera is typing/i })).toContainText('The big lamp');
  await olga.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Let me');
  await expect(conversation(sue)).toContainText('Olga is typing');
  await expectAccessible(sue, 'monitoring');

  // Whispering: what the visitor's sockets carry says nothing of it.
  await expect(sue.getByRole('radio', { name: 'Whisper to Olga' })).toBeChecked();
  await writeAs(sue, 'Whisper', 'Offer them ten percent');
  await expect(conversation(olga)).toContainText('Whisper by Sue');
  await olga.getByText('Whisper to supervisor', { exact: true }).click();
  await writeAs(olga, 'Whisper', 'Good idea');
  await expect(conversation(sue)).toContainText('Whisper by Olga');
  await expectAccessible(olga, 'whispers');
  // Sent on, it stands in the field for the visitor, after what was begun there, and goes when the operator says so.
  await olga.getByRole('button', { name: 'Send on to the visitor' }).click();
  const field = olga.getByRole('textbox', { name: 'Message', exact: true });
  await expect(field).toHaveValue(/Offer them ten percent/);
  await expect(window.getByText('ten percent')).toHaveCount(0);
  expect(wire.join('\n')).not.toMatch(/ten percent|Good idea|Sue|whisper/i);
  await field.fill('I can offer ten percent');
  await field.press('Enter');
  await expect(window.getByText('I can offer ten percent')).toBeVisible();

  // Speaking to both.
  await sue.getByText('Speak to both', { exact: true }).click();
  await writeAs(sue, 'Message', 'Hello from the manager');
  await expect(window.getByText('Hello from the manager')).toBeVisible();
  await expect(window.getByText('Sue joined the chat')).toBeVisible();
  await expect(conversation(olga)).toContainText('Sue joined as a supervisor');

  // Taking over.
  await sue.getByRole('button', { name: 'Take over', exact: true }).click();
  await sue.getByRole('dialog').getByRole('button', { name: 'Take over', exact: true }).click();
  await expect(window.getByText('Sue is with you now')).toBeVisible();
  await expect(olga.getByText('Sue has the chat with Vera now.')).toBeVisible();
  await expect(olga.getByRole('textbox', { name: 'Message', exact: true })).toHaveCount(0);
  await expect(olga.getByText('Sue has this chat.')).toBeVisible();
  await writeAs(sue, 'Message', 'Shall I send it?');
  await expect(window.getByText('Shall I send it?')).toBeVisible();
  await expect(teamChats(sue)).toContainText('No colleague has a chat just now.');
  await close();
});

test('W-165 an operator asks for a supervisor; the notice outlives a reload and goes when one comes', async ({
  browser,
}) => {
  const { site, olga, sue, close } = await openFloor(browser, 'Help');
  await openChat(site, 'Hilde', olga);
  await olga.getByRole('button', { name: 'Ask a supervisor', exact: true }).click();
  const dialog = olga.getByRole('dialog', { name: 'Ask a supervisor into this chat' });
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('May I refund this?');
  await expectAccessible(olga, 'asking');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(olga.getByText('You have asked for a supervisor: May I refund this?')).toBeVisible();
  // Taken back, it is gone; asked again, it is there after a reload, too.
  const notice = sue.getByRole('status').filter({ hasText: 'Olga asks for a supervisor' });
  await expect(notice).toContainText('May I refund this?');
  await olga.getByRole('button', { name: 'Take back', exact: true }).click();
  await expect(notice).toHaveCount(0);
  await olga.getByRole('button', { name: 'Ask a supervisor', exact: true }).click();
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(notice).toContainText('In the chat with Hilde.');
  await sue.reload();
  await expect(notice).toBeVisible();
  await expect(teamChats(sue).getByRole('listitem').filter({ hasText: 'Hilde' })).toContainText('Asks for help');
  await expectAccessible(sue, 'help asked for');
  await notice.getByRole('button', { name: 'Open chat' }).click();
  await expect(notice).toHaveCount(0);
  await expect(olga.getByText('You have asked for a supervisor.')).toHaveCount(0);
  await expect(olga.getByText('Sue is watching')).toBeVisible();
  await close();
});

test('W-168 a visitor is blocked from the chat: no chat, no button, by a new identity at the same address neither; a supervisor undoes it', async ({
  browser,
}) => {
  const { site, olga, sue, close } = await openFloor(browser, 'Blocks');
  // Without a window only visitors on this machine count as people, unless they say what a window would.
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const at = (address: string) => ({ userAgent, extraHTTPHeaders: { 'x-forwarded-for': address } });
  const button = (page: Page) => page.getByRole('button', { name: /chat/i });
  const visitor = await site.visit('/blaise', { context: at('203.0.113.7') });
  await button(visitor).click();
  const window = visitor.frameLocator('iframe');
  await window.getByLabel('Name (optional)').fill('Blaise');
  await window.getByLabel('Your question').fill('You are all fools');
  await window.getByRole('button', { name: 'Start chat' }).click();
  await olga.getByRole('button', { name: 'Accept chat with Blaise' }).first().click();
  await expect(conversation(olga)).toContainText('joined');
  await olga
    .getByRole('region', { name: 'Conversation' })
    .getByRole('button', { name: 'Block visitor', exact: true })
    .click();
  const dialog = olga.getByRole('dialog', { name: 'Block Blaise' });
  await dialog.getByRole('radio', { name: 'Visitor and address' }).check();
  await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill('Insults');
  await expectAccessible(olga, 'blocking');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(conversation(olga)).toContainText(/Olga blocked the visitor and their address until .*: Insults/);
  await expect(visitor.locator('iframe')).toHaveCount(0);
  await expect(button(visitor)).toHaveCount(0);
  const stranger = await site.visit('/blaise-again', { context: at('203.0.113.7') });
  const neighbour = await site.visit('/bettina', { context: at('203.0.113.8') });
  await expect(button(neighbour)).toBeVisible();
  await expect(button(visitor)).toHaveCount(0);
  await expect(button(stranger)).toHaveCount(0);

  // Tracked all the same, both of them, with a mark; the neighbour has none.
  await olga.goto(`${foyer.operatorUrl}/console/visitors`);
  const blocked = olga.getByRole('row').filter({ has: olga.getByRole('img', { name: 'Blocked', exact: true }) });
  await expect(blocked).toHaveCount(2);

  // The operator sees it without a way to undo it; the supervisor undoes it.
  await olga.goto(`${foyer.operatorUrl}/console/settings/blocks`);
  const listed = (page: Page) =>
    page.getByRole('list', { name: 'Blocks in force, newest first' }).getByRole('listitem');
  await expect(listed(olga)).toContainText(['203.0.113.7']);
  await expect(listed(olga)).toContainText(['Blocked by Olga']);
  await expect(olga.getByRole('button', { name: 'Undo the block of Blaise' })).toHaveCount(0);
  await sue.getByRole('link', { name: 'Blocked', exact: true }).click();
  await expect(listed(sue)).toContainText(['By visitor and address, until']);
  await expectAccessible(sue, 'blocks');
  await sue.getByRole('button', { name: 'Undo the block of Blaise' }).click();
  await expect(sue.getByRole('heading', { name: 'Nobody is blocked' })).toBeVisible();
  await expect(button(visitor)).toBeVisible();
  await expect(button(stranger)).toBeVisible();
  // Without loading the page again: the window is a new one, and says how it stands.
  await button(visitor).click();
  await expect(window.getByText('This chat has ended')).toBeVisible();
  await close();
});
