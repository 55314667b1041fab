/** Canned responses, from empty settings to a chat (W-157). */
import { cannedResponseSchema } from '@foyer/protocol/canned-response';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { acceptChat, askForChat } from './chats.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

const home = () => `${foyer.operatorUrl}/console/settings/canned-responses`;
const text = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const tree = (page: Page) => page.getByRole('region', { name: 'Canned responses by folder' });

async function add(page: Page, response: { title: string; body: string; folder?: string }): Promise<void> {
  await page.getByRole('link', { name: 'Add response' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(response.title);
  await text(page).fill(response.body);
  await page.getByRole('combobox', { name: 'Folder' }).fill(response.folder ?? '');
  await text(page).focus(); // closes the list of folders
  await save(page).click();
  await expect(tree(page).getByRole('link', { name: `Edit ${response.title}` })).toBeVisible();
}

test('W-157 canned responses are written, refused when wrong, searched, deleted and put back', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'W-157 settings');
  const { console: page } = site;
  await page.goto(home());
  await expect(page.getByRole('heading', { name: 'No canned responses yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Add response' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Greeting');
  await text(page).fill('Good {time_of_day}, {visitor.nam}');
  await save(page).click();
  await expect(page.getByText(/has \{visitor\.nam\}, which is not known; there are \{visitor\.name\}/)).toBeVisible();
  await expect(text(page)).toHaveValue('Good {time_of_day}, {visitor.nam}');
  await text(page).fill('Good {time_of_day}, ');
  await page.getByRole('button', { name: 'Insert visitor.name' }).click();
  await expect(text(page)).toHaveValue('Good {time_of_day}, {visitor.name}');
  await expect(page.getByText(/^Good (morning|afternoon|evening), Vera$/)).toBeVisible();
  await save(page).click();
  await expect(tree(page).getByRole('link', { name: 'Edit Greeting' })).toBeVisible();
  await add(page, { title: 'Costs', body: 'Five pounds.', folder: 'Shipping' });
  await add(page, { title: 'Belgium', body: 'We ship to Ghent, too.', folder: 'Shipping / Abroad' });

  await page.getByRole('searchbox', { name: 'Search canned responses' }).fill('ghent');
  await expect(tree(page).getByRole('link')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search canned responses' }).fill('');
  await page.getByRole('button', { name: 'Rename folder Shipping', exact: true }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('Delivery');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(tree(page).getByRole('heading', { name: 'Delivery' })).toBeVisible();
  await expect(tree(page).getByRole('heading', { name: 'Shipping' })).toBeHidden();

  await tree(page).getByRole('link', { name: 'Edit Belgium' }).click();
  await expect(page.getByRole('combobox', { name: 'Folder' })).toHaveValue('Delivery / Abroad');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(tree(page).getByRole('link', { name: 'Edit Belgium' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tree(page).getByRole('link', { name: 'Edit Belgium' })).toBeVisible();
  await site.close();
});

test('W-157 an operator finds a canned response by / and inserts it, filled, with the keyboard alone', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'W-157 chat');
  const { console: page } = site;
  await page.goto(home());
  await page.getByRole('link', { name: 'Add response' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Belgium');
  await text(page).fill('{visitor.name}, we ship to Ghent.\n{operator.name} of {site.name}');
  await page.getByText('Only me').click();
  await save(page).click();
  await expect(page.getByText('Mine')).toBeVisible();
  await add(page, { title: 'Bye', body: 'Goodbye {visitor.company}!', folder: 'Ends' });

  const window = await askForChat(await site.visit('/'), 'Vera', 'Do you ship?');
  await acceptChat(page, 'Vera');
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.pressSequentially('Hello! /');
  const list = page.getByRole('listbox', { name: 'Canned responses' });
  await expect(list.getByRole('option')).toHaveText([/Belgium/, /Bye/]);
  await expect(list.getByRole('option', { name: /Belgium/ })).toHaveAttribute('aria-selected', 'true');
  await message.press('ArrowDown');
  await expect(list.getByRole('option', { name: /Bye/ })).toHaveAttribute('aria-selected', 'true');
  await message.press('ArrowUp');
  await message.pressSequentially('ghent');
  await expect(list.getByRole('option')).toHaveText([/Belgium/]);
  await message.press('Enter');
  await expect(list).toBeHidden();
  const filled = 'Hello! Vera, we ship to Ghent.\nAdministrator of W-157 chat';
  await expect(message).toHaveValue(filled);
  // The browser's own undo takes it back; what is not known of the visitor is left out.
  await message.press('Control+z');
  await expect(message).not.toHaveValue(filled);
  await message.fill('/bye');
  await expect(list.getByRole('option')).toHaveCount(1);
  await message.press('Escape');
  await expect(list).toBeHidden();
  await message.fill('');
  await page.getByRole('button', { name: 'Canned responses' }).click();
  await list.getByRole('option', { name: /Bye/ }).click();
  await expect(message).toHaveValue('Goodbye!');
  await message.press('Enter');
  await expect(window.getByText('Goodbye!')).toBeVisible();
  await site.close();
});

test('W-157 an operator has canned responses of their own, and reads those of administrators', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'W-157 own');
  await site.console.goto(home());
  await add(site.console, { title: 'From above', body: 'Hello.' });
  await site.api.addOperator({ name: 'Olga Own', siteIds: [site.siteId] });
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${foyer.operatorUrl}/console/`);
  await page.getByLabel('E-mail').fill('olga.own@staff.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('password of Olga Own');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  await page.goto(home());
  await add(page, { title: 'Of mine', body: 'Hi.' });
  await expect(tree(page).getByRole('link')).toHaveCount(2);
  await tree(page).getByRole('link', { name: 'Edit From above' }).click();
  await expect(page.getByText('Administrators write this one.')).toBeVisible();
  await expect(save(page)).toBeHidden();
  await site.console.reload();
  await expect(tree(site.console).getByRole('link', { name: 'Edit From above' })).toBeVisible();
  await expect(tree(site.console).getByRole('link', { name: 'Edit Of mine' })).toBeHidden();
  await page.context().close();
  await site.close();
});

test('the settings of canned responses are accessible', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'axe settings');
  const folder = { title: 'Parcels to Ghent', body: 'We ship to Ghent, too.', folder: ['Shipping', 'Abroad'] };
  await site.api.call('POST', `/sites/${site.siteId}/canned-responses`, cannedResponseSchema, folder);
  const page = await site.openConsole('settings/canned-responses');
  await expect(tree(page).getByRole('heading', { name: 'Abroad' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'tree');
  await tree(page).getByRole('link', { name: 'Edit Parcels to Ghent' }).click();
  await text(page).fill('{nonsense}');
  await save(page).click();
  await expect(page.getByText(/which is not known/)).toBeVisible();
  await expectAccessibleInEveryLook(page, 'refused');
  await site.close();
});

test('the search for canned responses in a chat is accessible', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'axe search');
  const response = { title: 'Belgium', body: 'We ship to Ghent, too.', folder: ['Shipping', 'Abroad'] };
  await site.api.call('POST', `/sites/${site.siteId}/canned-responses`, cannedResponseSchema, response);
  const page = await site.openConsole('chats');
  await askForChat(await site.visit('/'), 'Axel', 'Hello?');
  await acceptChat(page, 'Axel');
  await page.getByRole('textbox', { name: 'Message' }).fill('/ghent');
  await expect(page.getByRole('option', { name: /Belgium This site/ })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'search');
  await site.close();
});
