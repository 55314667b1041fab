/**
 * The operator's console on a network that fails: offline and back, another node, several tabs, sleep, a slow line. What is
 * written is kept and arrives once; what is shown is what there is. (chat.md, section 2)
 */
import { chatOptionsSchema } from '@foyer/protocol/chat-options';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { FaultProxy } from '../support/fault-proxy.ts';
import { hasService } from '../support/services.ts';
import { VisitorClient } from '../support/visitor-client.ts';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode, startTwoNodes } from './installation.ts';

const hasTwoNodes = hasService('postgres') && hasService('redis');

let foyer: Installation;
/** The operators' network. Visitors have another. */
let network: FaultProxy;
let site: EmptySite;
const visitors: VisitorClient[] = [];

test.beforeAll(async ({ browser }) => {
  foyer = await (hasTwoNodes ? startTwoNodes() : startOneNode());
  network = await FaultProxy.open(foyer.servers.map(({ url }) => url));
  site = await openEmptySite(browser, { ...foyer, operatorUrl: network.url }, 'Unbroken');
});
test.afterEach(async () => {
  network.isDown = false;
  network.refusesSockets = false;
  network.cut();
  network.delayMs = 0;
  await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
});
test.afterAll(async () => {
  await site?.close();
  await network?.close();
  await foyer?.stop();
});

/** A visitor who asks for a chat. */
async function askForChat(name: string): Promise<VisitorClient> {
  const visitor = new VisitorClient({ name, servers: [foyer.visitorUrl], siteKey: site.siteKey });
  visitors.push(visitor);
  await visitor.open('/lamps');
  // The console may be on its way back from what the test before did to its network.
  await visitor.page.until('that somebody is Online', () => {
    const told = visitor.page.frames.findLast((frame) => 'online' in frame);
    return told !== undefined && 'online' in told && told.online;
  });
  await visitor.openWindow();
  await visitor.requestChat('Is it red?', { name });
  return visitor;
}

/** A console with this visitor's chat open. */
async function openChat(name: string, page: Page = site.console): Promise<{ page: Page; visitor: VisitorClient }> {
  if (!page.url().includes('/chats')) await page.getByRole('link', { name: /^Chats/ }).click();
  await expect(page.getByRole('heading', { name: 'Chats', level: 1 })).toBeVisible();
  const visitor = await askForChat(name);
  await page.getByRole('button', { name: `Accept chat with ${name}` }).click();
  const conversation = page.getByRole('region', { name: 'Conversation' });
  await expect(conversation.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(log(page)).toContainText('joined');
  return { page, visitor };
}

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const message = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const banner = (page: Page) => page.getByText('Reconnecting…');
const chatItem = (page: Page, name: string): Locator => page.getByRole('listitem').filter({ hasText: name });

async function send(page: Page, text: string): Promise<void> {
  await message(page).fill(text);
  await message(page).press('Enter');
}

/** What the operator has written in a chat, as stored. */
async function storedAnswers({ chat }: VisitorClient): Promise<string[]> {
  const entries = await site.api.readLog(site.siteId, chat?.chatId ?? '');
  return entries.flatMap(({ sender, content }) =>
    sender.kind === 'operator' && content.kind === 'message' ? [content.body] : [],
  );
}

test('offline: a banner says so; what is written is kept, over a reload too, marked as not sent yet, and sent once', async () => {
  const { page, visitor } = await openChat('Olive');
  await send(page, 'before');
  await expect(log(page)).toContainText('Sent');
  network.isDown = true;
  network.cut();
  await expect(banner(page)).toBeVisible();
  await expect(page.getByText('What you write is kept and sent when the connection is back.')).toBeVisible();
  await send(page, 'written offline');
  await send(page, 'and more');
  await expect(log(page).getByText('Not sent yet')).toHaveCount(2);
  await message(page).fill('a draft');

  // Pages can be loaded again, sockets can't be opened: the reload changes nothing.
  network.refusesSockets = true;
  network.isDown = false;
  await page.reload();
  await expect(banner(page)).toBeVisible();
  await expect(log(page).getByText('Not sent yet')).toHaveCount(2);
  await expect(message(page)).toHaveValue('a draft');

  network.refusesSockets = false;
  await page.getByRole('button', { name: 'Retry now' }).click();
  await expect(banner(page)).toBeHidden();
  await expect(log(page).getByText('Not sent yet')).toHaveCount(0);
  await expect(log(page)).toContainText(/before.*written offline.*and more/s);
  await expect.poll(() => storedAnswers(visitor)).toEqual(['before', 'written offline', 'and more']);
  await expect.poll(() => visitor.conversation.lastSeq).toBe(5);
});

test('another node: the chat goes on there without a gap, and nothing is shown twice', async () => {
  test.skip(!hasTwoNodes, 'needs PostgreSQL and Redis');
  const { page, visitor } = await openChat('Nora');
  for (const [turn, { url }] of [...foyer.servers, ...foyer.servers].entries()) {
    network.servers = [url];
    network.cut();
    visitor.conversation.write(`question ${turn}`);
    await expect(log(page).getByText(`question ${turn}`)).toHaveCount(1);
    await send(page, `answer ${turn}`);
    await expect(log(page).getByText(`answer ${turn}`)).toHaveCount(1);
    await expect.poll(() => storedAnswers(visitor)).toContain(`answer ${turn}`);
  }
  network.servers = foyer.servers.map(({ url }) => url);
  await expect(log(page)).toContainText(/question 0.*answer 0.*question 1.*answer 1.*question 2.*answer 2/s);
  await expect.poll(() => storedAnswers(visitor)).toEqual(['answer 0', 'answer 1', 'answer 2', 'answer 3']);
});

test('several tabs of one operator are in step: status, drafts, messages, what is seen, what is closed', async () => {
  const { page, visitor } = await openChat('Tamara');
  const other = await page.context().newPage();
  await other.goto(`${network.url}/console/chats`);
  await expect(chatItem(other, 'Tamara').getByRole('link')).toBeVisible();

  // Seen in one, it is unread in neither.
  visitor.conversation.write('Do you see me?');
  await expect(log(page)).toContainText('Do you see me?');
  await expect(chatItem(other, 'Tamara')).toContainText('Do you see me?');
  await expect(chatItem(other, 'Tamara').getByText('Unread')).toHaveCount(0);

  await page.getByRole('button', { name: 'Status: Online' }).click();
  await page.getByRole('menuitemradio', { name: 'Away' }).click();
  await expect(other.getByRole('button', { name: 'Status: Away' })).toBeVisible();
  await other.getByRole('button', { name: 'Status: Away' }).click();
  await other.getByRole('menuitemradio', { name: 'Online' }).click();
  await expect(page.getByRole('button', { name: 'Status: Online' })).toBeVisible();

  await chatItem(other, 'Tamara').getByRole('link').click();
  await message(page).fill('begun in one tab');
  await expect(message(other)).toHaveValue('begun in one tab');
  await message(other).press('End');
  await message(other).pressSequentially(', sent in the other');
  await expect(message(page)).toHaveValue('begun in one tab, sent in the other');
  await message(other).press('Enter');
  await expect(message(page)).toHaveValue('');
  for (const tab of [page, other])
    await expect(log(tab).getByText('begun in one tab, sent in the other')).toHaveCount(1);

  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
  for (const tab of [page, other]) await expect(tab.getByText('This chat has ended.')).toBeVisible();
  await page.getByRole('button', { name: 'Close chat', exact: true }).click();
  for (const tab of [page, other]) await expect(chatItem(tab, 'Tamara')).toHaveCount(0);
  await other.close();
});

test('asleep and awake: a frozen page whose connection died comes back by itself', async () => {
  const { page, visitor } = await openChat('Sleepy');
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  network.cut();
  visitor.conversation.write('while you slept');
  await expect.poll(() => visitor.conversation.queue.length).toBe(0);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(log(page)).toContainText('while you slept');
  await expect(banner(page)).toBeHidden();

  // A connection that nobody told has died: nothing comes, until the network says that it has changed.
  network.lose('down');
  visitor.conversation.write('into the void');
  await expect.poll(() => visitor.conversation.queue.length).toBe(0);
  await expect(log(page)).not.toContainText('into the void');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(log(page)).toContainText('into the void');
});

test('a slow line: what is written shows at once, goes in order, and nobody is told of a lost connection', async () => {
  const { page, visitor } = await openChat('Slow');
  network.delayMs = 400;
  const session = await page.context().newCDPSession(page);
  const throttled = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 };
  await session.send('Network.emulateNetworkConditions', throttled);
  const texts = ['one', 'two', 'three', 'four'].map((word) => `${word} on a slow line`);
  for (const text of texts) await send(page, text);
  await expect(log(page).getByText('Sending')).not.toHaveCount(0);
  await expect(log(page)).toContainText(new RegExp(texts.join('.*'), 's'));
  await expect.poll(() => storedAnswers(visitor)).toEqual(texts);
  await expect(log(page).getByText('Sending')).toHaveCount(0);
  await expect(banner(page)).toBeHidden();
  await session.detach();
});

test('drafts are kept for each chat, over a reload and a new tab, and gone after signing out', async () => {
  const page = await site.openConsole('chats');
  await openChat('Dora', page);
  await message(page).fill('for Dora');
  await openChat('Didi', page);
  await message(page).fill('for Didi');
  await page.reload();
  await expect(message(page)).toHaveValue('for Didi');
  await chatItem(page, 'Dora').getByRole('link').click();
  await expect(message(page)).toHaveValue('for Dora');
  const context = page.context();
  const address = page.url();
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await expect(message(again)).toHaveValue('for Dora');
  await again.getByRole('button', { name: /^Account: / }).click();
  await again.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(again.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await again.evaluate(() => JSON.stringify(localStorage))).not.toContain('for Dora');
  await context.close();
});

test('every state of a chat is accessible in light and dark, wide and narrow', async () => {
  const page = await site.openConsole('chats');
  const levels = async (pendingLevelOneSeconds: number, pendingLevelTwoSeconds: number) => {
    const path = `/sites/${site.siteId}/chat-options`;
    const { version } = await site.api.call('GET', path, chatOptionsSchema);
    await site.api.call('PUT', path, chatOptionsSchema, { version, pendingLevelOneSeconds, pendingLevelTwoSeconds });
  };
  await levels(1, 0);
  const first = await askForChat('Agnes');
  await expect(chatItem(page, 'Agnes').getByText('Level one: waiting long')).toBeAttached();
  await expectAccessibleInEveryLook(page, 'pending, orange');
  await levels(1, 2);
  await expect(chatItem(page, 'Agnes').getByText('Level two: waiting too long')).toBeAttached();
  await expectAccessibleInEveryLook(page, 'pending, red');

  await page.getByRole('button', { name: 'Accept chat with Agnes' }).first().click();
  await expect(log(page)).toContainText('joined');
  first.conversation.write('Good morning');
  await expect(log(page)).toContainText('Good morning');
  await send(page, 'Good morning to you');
  await expectAccessibleInEveryLook(page, 'active');

  const wrapUpPath = `/sites/${site.siteId}/wrap-up`;
  const { version } = await site.api.call('GET', wrapUpPath, wrapUpSchema);
  const options = [{ id: crypto.randomUUID(), label: 'Advice' }];
  await site.api.call('PUT', wrapUpPath, wrapUpSchema, { version, enabled: true, required: true, options });
  first.sendFromWindow({ type: 'chat.ended', chatId: first.chat?.chatId ?? '' });
  await expect(page.getByText('Wrap-up outstanding').first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'ended, wrap-up outstanding');

  network.isDown = true;
  network.cut();
  await expect(banner(page)).toBeVisible();
  await expectAccessibleInEveryLook(page, 'offline');
  await page.context().close();
});
