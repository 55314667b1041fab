/** S-064 to S-075: an administrator sets the wrap-up up in the browser; an operator is asked for it in a real chat. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';
import { openChat } from './real-chat.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

/** An empty site, with its wrap-up page open. */
async function openWrapUp(browser: Browser) {
  const site = await openEmptySite(browser, foyer, 'Lamps');
  const page = site.console;
  const settings = {
    async open() {
      await page.goto(`${foyer.operatorUrl}/console/settings/wrap-up`);
      await expect(page.getByRole('heading', { name: 'Wrap-up', level: 1 })).toBeVisible();
    },
    on: () => page.getByRole('switch', { name: 'Ask operators for a wrap-up' }).press('Space'),
    required: () => page.getByRole('switch', { name: 'Required' }).press('Space'),
    shows: (when: string) => page.getByRole('radio', { name: when }).check(),
    type: (type: string) => page.getByRole('radio', { name: type, exact: true }).click(),
    /** Options in order; each `  ` before one is a level. */
    async options(...labels: string[]) {
      for (const label of labels) {
        await page.getByRole('button', { name: 'Add option', exact: true }).click();
        await page.keyboard.type(label.trim());
        if (label.startsWith('  ')) await act(page, label.trim(), 'Put below the one above');
      }
    },
    async save() {
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
    },
  };
  await settings.open();
  return { site, page, settings };
}

async function act(page: Page, label: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${label}` }).click();
  await page.getByRole('menuitem', { name: act }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

const panel = (page: Page) => page.getByRole('region', { name: 'Wrap-up', exact: true });
const endButton = (page: Page) => page.getByRole('button', { name: 'End chat' }).first();

test('S-064 an operator classifies a chat by what an administrator has set up from nothing', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await expect(page.getByText('No options yet.', { exact: false })).toBeVisible();
  await settings.on();
  await settings.options('New order', 'Complaint');
  await settings.shows('From the start of the chat');
  await settings.save();
  const chat = await openChat(site, 'Vera');
  await panel(page).getByRole('button', { name: 'Complaint' }).click();
  await expect(panel(page)).toContainText('Complaint');
  await expect(chat.conversation).toContainText('chose the wrap-up Complaint');
  await expect(chat.window.getByText('Complaint')).toHaveCount(0);
  await site.close();
});

test('S-065 the operator reads the message that was set up', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  const message = page.getByRole('textbox', { name: 'Message to the operator' });
  await expect(message).toHaveValue('How would you classify this chat?');
  await message.fill('What did they want?');
  await expect(page.getByRole('complementary', { name: 'What the operator sees' })).toContainText(
    'What did they want?',
  );
  await settings.options('Advice');
  await settings.shows('From the start of the chat');
  await settings.save();
  await openChat(site, 'Vera');
  await expect(panel(page)).toContainText('What did they want?');
  await site.close();
});

test('S-066 required: the chat is not closed before one is chosen, by whichever way', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.required();
  await settings.options('Advice', 'Sale');
  await settings.save();
  await openChat(site, 'Vera');
  await endButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'End chat' });
  await expect(dialog.getByRole('button', { name: 'End chat' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Sale' }).click();
  await dialog.getByRole('button', { name: 'End chat' }).click();
  await expect(page.getByText('This chat has ended.')).toBeVisible();

  // The visitor ends the next one: it waits in the operator's list, over a reload too.
  const second = await openChat(site, 'Victor');
  await second.endAsVisitor();
  const list = page.getByRole('region', { name: /^Ended/ });
  await expect(list.getByRole('listitem').filter({ hasText: 'Victor' })).toContainText('Wrap-up outstanding');
  await page.reload();
  await expect(list.getByRole('listitem').filter({ hasText: 'Victor' })).toContainText('Wrap-up outstanding');
  await page.getByRole('button', { name: 'Close chat', exact: true }).click();
  const closing = page.getByRole('dialog', { name: 'Close this chat' });
  await expect(closing.getByRole('button', { name: 'Close chat' })).toBeDisabled();
  await closing.getByRole('button', { name: 'Advice' }).click();
  await closing.getByRole('button', { name: 'Close chat' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a chat' })).toBeVisible();
  await site.close();
});

test('S-067 it shows from the start of the chat', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.options('Advice');
  await settings.shows('From the start of the chat');
  await settings.save();
  const chat = await openChat(site, 'Vera');
  await expect(panel(page).getByRole('button', { name: 'Advice' })).toBeVisible();
  // Still there at the end, as long as it is empty.
  await chat.endAsVisitor();
  await panel(page).getByRole('button', { name: 'Advice' }).click();
  await expect(panel(page).getByRole('button', { name: 'Change' })).toBeVisible();
  await site.close();
});

test('S-068 it shows when the chat ends, whoever ends it', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.options('Advice');
  await settings.shows('When the chat ends');
  await settings.save();
  const first = await openChat(site, 'Vera');
  await expect(panel(page)).toHaveCount(0);
  await first.endAsVisitor();
  await expect(panel(page).getByRole('button', { name: 'Advice' })).toBeVisible();

  await openChat(site, 'Victor');
  await endButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'End chat' });
  await dialog.getByRole('button', { name: 'Advice' }).click();
  await dialog.getByRole('button', { name: 'End chat', exact: true }).click();
  await expect(panel(page)).toContainText('Advice');
  await site.close();
});

test('S-069 it shows when the operator closes the chat', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.options('Advice');
  await settings.shows('When the operator closes it');
  await settings.save();
  const chat = await openChat(site, 'Vera');
  await chat.endAsVisitor();
  await expect(panel(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Close chat', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Close this chat' });
  await expect(dialog.getByRole('button', { name: 'Close without a wrap-up' })).toBeEnabled();
  await dialog.getByRole('button', { name: 'Advice' }).click();
  await dialog.getByRole('button', { name: 'Close chat' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a chat' })).toBeVisible();
  await site.close();
});

test('S-070 by buttons, in the preview as in the chat', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.type('Buttons');
  await settings.options('Advice', 'Sale');
  const preview = page.getByRole('complementary', { name: 'What the operator sees' });
  await preview.getByRole('button', { name: 'Sale' }).click();
  await expect(preview.getByRole('button', { name: 'Sale' })).toHaveAttribute('aria-pressed', 'true');
  await settings.shows('From the start of the chat');
  await settings.save();
  await openChat(site, 'Vera');
  await panel(page).getByRole('button', { name: 'Sale' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('Sale');
  await site.close();
});

test('S-071 from a list, in the preview as in the chat', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.type('List');
  await settings.options('Sales', '  New customer', 'Support');
  const preview = page.getByRole('complementary', { name: 'What the operator sees' });
  await preview.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Sales › New customer' }).click();
  await expect(preview.getByRole('combobox')).toHaveValue('Sales › New customer');
  await settings.shows('From the start of the chat');
  await settings.save();
  await openChat(site, 'Vera');
  await panel(page).getByRole('combobox').fill('new');
  await page.getByRole('option', { name: 'Sales › New customer' }).click();
  await expect(panel(page)).toContainText('Sales › New customer');
  await site.close();
});

test('S-072 from a hierarchical menu, whose tree is edited by keyboard and by dragging', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.type('Hierarchical menu');
  await settings.options('Sales', '  New', 'Old', 'Support');
  const tree = page.getByRole('list', { name: 'Options of the wrap-up' });
  const names = () => tree.getByRole('textbox').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));

  // By the keyboard: picked up, one place up, one level in, put down.
  await page.getByRole('button', { name: 'Move Support' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/Support is (picked up|now row 4)/)).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText(/Support is now row 3/)).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/Support is now row 3, level 2/)).toBeAttached();
  await page.keyboard.press('Space');
  await expect.poll(names).toEqual(['Sales', 'New', 'Support', 'Old']);

  // With the mouse: to the top.
  const handle = page.getByRole('button', { name: 'Move Old' });
  const [from, to] = [await handle.boundingBox(), await page.getByRole('button', { name: 'Move Sales' }).boundingBox()];
  await page.mouse.move((from?.x ?? 0) + 8, (from?.y ?? 0) + 8);
  await page.mouse.down();
  await page.mouse.move((to?.x ?? 0) + 8, (to?.y ?? 0) + 30, { steps: 5 });
  await page.mouse.move((to?.x ?? 0) + 8, (to?.y ?? 0) + 4, { steps: 5 });
  await page.mouse.up();
  await expect.poll(names).toEqual(['Old', 'Sales', 'New', 'Support']);

  await settings.shows('From the start of the chat');
  await settings.save();
  await openChat(site, 'Vera');
  await panel(page).getByRole('button', { name: 'Sales, 2 options' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: 'New' })).toBeFocused();
  await panel(page).getByRole('button', { name: 'Support' }).click();
  await expect(panel(page)).toContainText('Sales › Support');
  await site.close();
});

test('S-073 by a web link that is filled, opened, and calls back', async ({ browser }) => {
  const called = Promise.withResolvers<URL>();
  const crm = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/form') called.resolve(url);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>CRM</title><p>A form');
  });
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve));
  const { port } = crm.address() as AddressInfo;

  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.required();
  await settings.type('Web link');
  const address = page.getByRole('textbox', { name: 'Address of the page' });
  await address.fill(`http://127.0.0.1:${port}/form?who=`);
  await page.getByRole('button', { name: 'Insert a placeholder' }).click();
  await page.getByRole('menuitem', { name: /Name of the visitor/ }).click();
  await expect(address).toHaveValue(`http://127.0.0.1:${port}/form?who={visitor.name}`);
  await page.getByRole('textbox', { name: 'Caption of the link' }).fill('Fill in the CRM form');
  await page.getByRole('radio', { name: 'the page has called back' }).check();
  await settings.shows('From the start of the chat');
  // Refused beside the field, in words; what was typed stays.
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('needs {callback}, so that the page knows where to call back')).toBeVisible();
  await expect(address).toHaveValue(`http://127.0.0.1:${port}/form?who={visitor.name}`);
  await address.fill(`http://127.0.0.1:${port}/form?who={visitor.name}&back={callback}`);
  await settings.save();

  await openChat(site, 'Vera & Co');
  const opened = page.context().waitForEvent('page');
  await panel(page).getByRole('link', { name: 'Fill in the CRM form (opens in a new tab)' }).click();
  await opened;
  const url = await called.promise;
  expect(url.searchParams.get('who')).toBe('Vera & Co');
  await expect(panel(page)).toContainText('Waiting for the page to say that it is done.');
  const answer = await fetch(url.searchParams.get('back') ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: 'Case 12' }),
  });
  expect(answer.status).toBe(200);
  await expect(panel(page)).toContainText('Case 12');
  await expect(panel(page)).toContainText('by the page behind the link');
  crm.closeAllConnections();
  crm.close();
  await site.close();
});

test('S-074 one wrap-up for each chat: a second choice replaces the first, and renaming changes neither', async ({
  browser,
}) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.options('Advice', 'Sale');
  await settings.shows('From the start of the chat');
  await settings.save();
  const chat = await openChat(site, 'Vera');
  await panel(page).getByRole('button', { name: 'Advice' }).click();
  await panel(page).getByRole('button', { name: 'Change' }).click();
  await panel(page).getByRole('button', { name: 'Sale' }).click();
  await expect(chat.conversation).toContainText('changed the wrap-up from Advice to Sale');
  await expect(panel(page)).toContainText('Sale');
  await expect(panel(page)).not.toContainText('Advice');

  await settings.open();
  await page.getByRole('textbox', { name: 'Sale' }).fill('Order');
  await page.getByRole('button', { name: 'More for Order' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await settings.save();
  await page.goto(`${foyer.operatorUrl}/console/recent-chats`);
  await expect(page.getByRole('row').filter({ hasText: 'Vera' })).toContainText('Sale');
  await site.close();
});

test('S-075 chats per wrap-up are reported, and those that wait for one', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await settings.required();
  await settings.type('Hierarchical menu');
  await settings.options('Sales', '  New');
  await settings.shows('From the start of the chat');
  await settings.save();
  await openChat(site, 'Vera');
  await panel(page).getByRole('button', { name: 'Sales, 1 option' }).click();
  await panel(page).getByRole('button', { name: 'New' }).click();
  await expect(panel(page)).toContainText('Sales › New');
  const waiting = await openChat(site, 'Victor');
  await waiting.endAsVisitor();

  await page.getByRole('link', { name: 'Wrap-ups' }).click();
  const table = page.getByRole('table', { name: 'Chats per wrap-up' });
  await expect(table.getByRole('row').filter({ hasText: 'Sales' })).toContainText('1');
  await expect(table.getByRole('row').filter({ hasText: 'New' })).toContainText('100 %');
  await expect(page.getByText('1 chat waits for one')).toBeVisible();
  await page.getByRole('link', { name: 'Show them' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Victor' })).toContainText('Wrap-up outstanding');
  await expect(page.getByRole('row').filter({ hasText: 'Vera' })).toHaveCount(0);
  // A supervisor or administrator fills it in.
  await page.getByRole('row').filter({ hasText: 'Victor' }).click();
  const notes = page.getByRole('region', { name: 'Wrap-up and tags' });
  await notes.getByRole('button', { name: /^Sales/ }).click();
  await notes.getByRole('button', { name: 'New' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Victor' })).toHaveCount(0);
  await site.close();
});

test('wrong input is refused beside the field, and what was typed stays', async ({ browser }) => {
  const { site, page, settings } = await openWrapUp(browser);
  await settings.on();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('add at least one option that can be chosen')).toBeVisible();
  await settings.options('Advice', 'ADVICE');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('“ADVICE” is there twice')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'ADVICE', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: 'ADVICE', exact: true }).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Give it a name')).toBeVisible();
  await page.getByRole('textbox', { name: 'Option 2' }).fill('Sale');
  await page.getByRole('textbox', { name: 'Message to the operator' }).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('textbox', { name: 'Message to the operator' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: 'Message to the operator' }).fill('What was it?');
  await settings.save();
  // Somebody else has changed it meanwhile.
  await site.api.call('PUT', `/sites/${site.siteId}/wrap-up`, wrapUpSchema, { version: 1 });
  await page.getByRole('textbox', { name: 'Message to the operator' }).fill('Mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Message to the operator' })).toHaveValue('Mine');
  await site.close();
});

test.describe('accessible', () => {
  let site: Awaited<ReturnType<typeof openEmptySite>>;
  let chatPath: string;
  test.beforeAll(async ({ browser }) => {
    site = await openEmptySite(browser, foyer, 'Lamps');
    const option = (label: string, options: object[] = []) => ({ id: randomUUID(), label, options });
    await site.api.call('PUT', `/sites/${site.siteId}/wrap-up`, wrapUpSchema, {
      version: 0,
      enabled: true,
      required: true,
      shows: 'start',
      type: 'menu',
      options: [option('Sales', [option('New customer with a rather long name for an option')]), option('Support')],
      link: { url: 'https://crm.example.com/{chat.id}' },
    });
    await openChat(site, 'Vera');
    chatPath = new URL(site.console.url()).pathname.replace('/console/', '');
  });
  test.afterAll(async () => site?.close());

  const screen = {};

  test('axe finds nothing serious in the settings, whatever the type', async () => {
    const page = await site.openConsole('settings/wrap-up', screen);
    for (const type of ['Buttons', 'List', 'Web link', 'Hierarchical menu']) {
      await page.getByRole('radio', { name: type, exact: true }).click();
      await expectAccessibleInEveryLook(page, type);
    }
    await page.context().close();
  });

  test('axe finds nothing serious in chat and report', async () => {
    const page = await site.openConsole(chatPath, screen);
    await expect(panel(page)).toBeVisible();
    await expectAccessibleInEveryLook(page, 'chat');
    await page.goto(`${foyer.operatorUrl}/console/reports/wrap-ups`);
    await expect(page.getByText('No wrap-ups in these days')).toBeVisible();
    await expectAccessibleInEveryLook(page, 'report');
    await page.context().close();
  });
});
