/** Lists of chats: searched, narrowed, ordered, all of it in the address, and saved as views. */
import { savedViewSchema } from '@foyer/protocol/saved-view';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { randomHex } from '../../apps/server/src/http/new-id.ts';
import { openVisitor } from '../../apps/server/src/testing/visitor.ts';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => {
  await foyer?.stop();
});

/** Somebody asks for a chat, and gives up before anybody takes it. */
async function askInVain(site: EmptySite, name: string, question: string): Promise<void> {
  const { page, window } = await openVisitor({ server: foyer.visitorUrl, siteKey: site.siteKey });
  const cid = randomHex(16);
  window.send({ type: 'chat.requested', cid, name, email: `${name.toLowerCase()}@lamps.example`, question });
  const { chat } = await window.next((frame) => frame.cid === cid && frame.type !== 'error');
  window.send({ type: 'chat.ended', chatId: chat.chatId });
  await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'missed');
  await Promise.all([page.close(), window.close()]);
}

const names = (page: Page) => page.locator('[data-list-item]').allTextContents();
const search = (page: Page) => page.getByRole('textbox', { name: 'Search chats', exact: true });
const openViews = (page: Page) => page.getByRole('button', { name: /^Views/ }).click();
const fields = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

test('W-192 chats are found by what was said, opened there, and the list is a link', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Chat lists');
  await askInVain(site, 'Ada', 'My parcel is late, and the <b>lamp</b> in it is broken');
  await askInVain(site, 'Bert', 'Ist die Größe noch lieferbar?');
  await askInVain(site, 'Cleo', 'Where is my parcel?');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/recent-chats`);
  await expect.poll(() => names(page)).toEqual(['Cleo', 'Bert', 'Ada']);

  await search(page).fill('parcel late');
  await search(page).press('Enter');
  await expect.poll(() => names(page)).toEqual(['Ada']);
  await expect(page.locator('mark')).toHaveText(['parcel', 'late']);
  await expect(page.getByRole('link', { name: 'Ada: My parcel is late, and the <b>lamp</b>' })).toBeVisible();
  expect(fields(page)).toEqual({ text: 'parcel late' });
  await expectAccessibleInEveryLook(page, 'found');

  await page.getByRole('link', { name: 'Ada: My parcel is late' }).click();
  await expect(page.locator('[data-found]')).toContainText('My parcel is late');
  await expect(page.locator('[data-found]')).toBeInViewport();
  expect(fields(page)).toEqual({ text: 'parcel late', entry: '1' });
  await expectAccessible(page, 'opened');

  const colleague = await site.openConsole(`recent-chats?text=${encodeURIComponent('größe')}`);
  await expect.poll(() => names(colleague)).toEqual(['Bert']);
  await expect(search(colleague)).toHaveValue('größe');
  await search(colleague).fill('?!');
  await search(colleague).press('Enter');
  await expect(colleague.getByText('The search has no word to search for: letters or digits')).toBeVisible();
  await colleague.getByRole('button', { name: 'Clear the search', exact: true }).click();
  await expect.poll(() => names(colleague)).toEqual(['Cleo', 'Bert', 'Ada']);
  await site.close();
});

test('order, days, columns and filters stand in the address; a search that finds nothing says so', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Chat orders');
  await askInVain(site, 'Dora', 'first words');
  await askInVain(site, 'Emil', 'second words');
  const page = site.console;
  const filter = JSON.stringify({ all: [{ variable: 'chat.pending', operator: 'isFalse' }] });
  await page.goto(`${foyer.operatorUrl}/console/recent-chats?filter=${encodeURIComponent(filter)}`);
  await expect.poll(() => names(page)).toEqual(['Emil', 'Dora']);
  await page.getByRole('button', { name: 'Requested', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  await page.getByRole('button', { name: /^All time/ }).click();
  await page.getByRole('button', { name: 'Yesterday', exact: true }).click();
  await expect(page.getByText('No chat fits what is chosen above.')).toBeVisible();
  await page.getByRole('button', { name: /^Yesterday \d/ }).click();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  const filters = page.getByRole('group', { name: 'Filter', exact: true });
  await expect(filters.getByRole('button', { name: 'Change filter', exact: true })).toBeVisible();
  await filters.getByRole('button', { name: /^Remove: / }).click();

  await page.getByRole('button', { name: 'More filters', exact: true }).click();
  await page.getByRole('combobox', { name: 'Taken or missed', exact: true }).click();
  await page.getByRole('option', { name: 'Taken', exact: true }).click();
  await expect(page.getByText('No chat fits what is chosen above.')).toBeVisible();
  await expectAccessible(page, 'more filters');
  await page.getByRole('combobox', { name: 'Taken or missed', exact: true }).click();
  await page.getByRole('option', { name: 'Missed', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Choose columns', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Operator', exact: true }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Operator', exact: true })).toHaveCount(0);
  const { from, to, ...rest } = fields(page);
  expect(from).toBe(to);
  expect(rest).toEqual({
    sort: 'requested',
    direction: 'ascending',
    outcome: 'missed',
    columns: 'visitor,state,lastMessage,wrapUp,rating,tags,requested,waited,length',
  });
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  await expect(page.getByRole('columnheader', { name: 'Operator', exact: true })).toHaveCount(0);
  await site.close();
});

test('W-170 missed chats are searched and narrowed, and a view is saved, shared, changed, deleted and put back', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Missed lists');
  await askInVain(site, 'Fritz', 'a refund please');
  await askInVain(site, 'Gerda', 'opening hours?');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/missed-chats`);
  await expect.poll(() => names(page)).toEqual(['Gerda', 'Fritz']);
  await search(page).fill('ref*');
  await search(page).press('Enter');
  await expect.poll(() => names(page)).toEqual(['Fritz']);
  await page.getByRole('button', { name: /^All time/ }).click();
  await page.getByRole('button', { name: 'Last 7 days', exact: true }).click();

  await openViews(page);
  await page.getByRole('menuitem', { name: 'Save as new view…', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this view', exact: true });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByText('Give it a name.', { exact: true })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Refunds of the week');
  await dialog.getByRole('switch', { name: /^For everybody/ }).check();
  await expectAccessible(page, 'dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views, Refunds of the week is open', exact: true })).toBeVisible();
  const { items: stored } = await site.api.call(
    'GET',
    `/sites/${site.siteId}/saved-views?list=missedChats`,
    z.object({ items: z.array(savedViewSchema) }),
  );
  expect(stored).toMatchObject([{ shared: true, query: { text: 'ref*', range: 'last7Days' } }]);

  await openViews(page);
  await page.getByRole('menuitem', { name: 'Open the list with “Refunds of the week”', exact: true }).click();
  await page.goto(`${foyer.operatorUrl}/console/missed-chats`);
  await expect(search(page)).toHaveValue('ref*');
  await expect.poll(() => names(page)).toEqual(['Fritz']);
  await page.getByRole('button', { name: 'Clear the search', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Gerda', 'Fritz']);
  await page.getByRole('button', { name: 'Views, Refunds of the week is open and changed', exact: true }).click();
  await expectAccessible(page, 'menu');
  await page.getByRole('menuitem', { name: 'Save changes to “Refunds of the week”', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views, Refunds of the week is open', exact: true })).toBeVisible();
  await openViews(page);
  await page.getByRole('menuitem', { name: 'Delete “Refunds of the week”', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views, Refunds of the week is open', exact: true })).toBeVisible();
  await site.close();
});
