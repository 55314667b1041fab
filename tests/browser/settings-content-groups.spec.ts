/** W-117: an administrator groups pages under names, in their order. */
import { contentGroupsSchema } from '@foyer/protocol/content-group';
import { expect, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

test('W-117 groups are made, tried, put in order, refused when wrong, and saved', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Grouped');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/content-groups`);
  await expect(page.getByText('No groups yet', { exact: true })).toBeVisible();
  const names = page.getByRole('textbox', { name: 'Name of the group', exact: true });
  const pages = page.getByRole('textbox', { name: 'Pages of the group', exact: true });
  const add = async (name: string, patterns: string) => {
    const count = await names.count();
    await page.getByRole('button', { name: 'Add a group', exact: true }).click();
    await expect(names).toHaveCount(count + 1);
    await names.last().fill(name);
    await pages.last().fill(patterns);
  };
  await add('Products', 'products/*');
  await add('Offers', 'products/sale*\nre:(');
  await page
    .getByRole('textbox', { name: 'Try an address', exact: true })
    .fill('https://shop.example/products/sale?x=1');
  await expect(page.getByText('It belongs to Products, by products/*.', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/^Entry 2: /)).toBeVisible();
  await pages.last().fill('products/sale*');

  // By keyboard: the second group above the first.
  const handle = page.getByRole('button', { name: /Offers/ }).first();
  await handle.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(names.first()).toHaveValue('Offers');
  await expect(page.getByText('It belongs to Offers, by products/sale*.', { exact: true })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'content groups');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
  const saved = await site.api.call('GET', `/sites/${site.siteId}/content-groups`, contentGroupsSchema);
  expect(saved).toEqual({
    version: 1,
    groups: [
      { name: 'Offers', pages: ['products/sale*'] },
      { name: 'Products', pages: ['products/*'] },
    ],
  });
  if (process.env.SHOT) {
    await page.screenshot({ path: `${process.env.SHOT}/groups.png` });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.screenshot({ path: `${process.env.SHOT}/groups-390.png` });
  }
});
