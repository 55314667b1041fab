/** Lists of chats: searched, narrowed, ordered, all of it in the address, and saved as views. */
import { savedViewSchema } from '@foyer/protocol/saved-view';
import { expect, type Page, test } from '@playwright/test';
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

/** Somebody leaves a message while nobody is there. */
async function leaveMessage(site: EmptySite, name: string, question: string): Promise<void> {
  const { page, window } = await openVisitor({ server: foyer.visitorUrl, siteKey: site.siteKey });
  const cid = randomHex(16);
  window.send({ type: 'chat.requested', cid, name, email: `${name.toLowerCase()}@lamps.example`, question });
  await window.next((frame) => frame.cid === cid && frame.type !== 'error');
  await Promise.all([page.close(), window.close()]);
}

const names = (page: Page) => page.locator('[data-list-item]').allTextContents();
const search = (page: Page) => page.getByRole('textbox', { name: 'Search chats', exact: true });
const openViews = (page: Page) => page.getByRole('button', { name: /^Views/ }).click();
const fields = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

test('W-192 chats are found by what was said, opened there, and the list is a link', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Chat lists');
  await leaveMessage(site, 'Ada', 'My parcel is late, and the <b>lamp</b> in it is broken');
  await leaveMessage(site, 'Bert', 'Ist die Größe noch lieferbar?');
  await leaveMessage(site, 'Cleo', 'Where is my parcel?');
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
  await leaveMessage(site, 'Dora', 'first words');
  await leaveMessage(site, 'Emil', 'second words');
  const page = site.console;
  const filter = JSON.stringify({ all: [{ variable: 'chat.pending', operator: 'isFalse' }] });
  await page.goto(`${foyer.operatorUrl}/console/recent-chats?filter=${encodeURIComponent(filter)}`);
  await expect.poll(() => names(page)).toEqual(['Emil', 'Dora']);
  await page.getByRole('button', { name: 'Requested', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  await page.getByRole('button', { name: /^All time/ }).click();
  await page.getByRole('button', { name: 'Yesterday', exact: true }).click();
  await expect(page.getByText('No chat fits what is chosen above.')).toBeVisible();
  await page.getByRole('button', { name: /^Yesterday/ }).click();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Dora', 'Emil']);
  await page.getByRole('button', { name: /^Remove the filter/ }).click();

  await page.getByRole('button', { name: 'More filters', exact: true }).click();
  await page.getByRole('textbox', { name: 'Taken or missed', exact: true }).click();
  await page.getByRole('option', { name: 'Taken', exact: true }).click();
  await expect(page.getByText('No chat fits what is chosen above.')).toBeVisible();
  await expectAccessible(page, 'more filters');
  await page.getByRole('textbox', { name: 'Taken or missed', exact: true }).click();
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
  await leaveMessage(site, 'Fritz', 'a refund please');
  await leaveMessage(site, 'Gerda', 'opening hours?');
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
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Refunds of the week');
  await dialog.getByText('For everybody', { exact: true }).click();
  await expectAccessible(page, 'dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views, Refunds of the week is open', exact: true })).toBeVisible();
  const stored = await site.api.call('GET', `/sites/${site.siteId}/saved-views?list=missedChats`, {
    parse: (value) => (value as { items: unknown[] }).items.map((item) => savedViewSchema.parse(item)),
  });
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
