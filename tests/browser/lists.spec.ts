/** W-119 to W-122, S-011: the lists of visits, visitors, alerts and spiders, from a handful of real visits. */
import { type Page, expect as promptly, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

const expect = promptly.configure({ timeout: 15_000 });

let foyer: Installation;
let site: Awaited<ReturnType<typeof openEmptySite>>;
let page: Page;

test.beforeAll(async ({ browser }) => {
  foyer = await startOneNode();
  site = await openEmptySite(browser, foyer, 'Lists');
  page = site.console;
  for (const path of ['/first.htm', '/sales.htm?utm_source=ads', '/last.htm']) {
    await site.visit(path);
    // One after the other, so that their order is known.
    await expect(page.getByRole('row').filter({ hasText: path })).toBeVisible();
  }
  await site.visit('/robots.htm', { context: { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' } });
  await expect(async () => {
    await page.goto(`${foyer.operatorUrl}/console/visits`);
    await promptly(rows(page, 'Visits')).toHaveCount(3, { timeout: 2_000 });
  }).toPass();
});
test.afterAll(async () => {
  await site?.close();
  await foyer?.stop();
});

/** The rows of a list, without its head. */
const rows = (on: Page, table: string) => on.getByRole('table', { name: table, exact: true }).locator('tbody tr');
const goTo = (path: string) => page.goto(`${foyer.operatorUrl}/console/${path}`);

test('W-120 a filtered list is a link: what is chosen stands in the address and is there again', async () => {
  await goTo('visits');
  await expect(rows(page, 'Visits')).toHaveCount(3);
  await expect(rows(page, 'Visits').first()).toContainText('/last.htm');
  await expect(page.getByText('3 in all', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'Conditions of the filter' });
  await drawer.getByRole('button', { name: 'Add condition', exact: true }).click();
  // What is only known of those who are there is not offered.
  await drawer.getByRole('combobox', { name: 'What to look at' }).click();
  await expect(page.getByRole('option', { name: 'Entry page', exact: true })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Operators online' })).toHaveCount(0);
  await page.getByRole('option', { name: 'Entry page', exact: true }).click();
  await drawer.getByRole('combobox', { name: 'How to compare' }).click();
  await page.getByRole('option', { name: 'contains', exact: true }).click();
  await drawer.getByRole('textbox', { name: 'Compare with' }).fill('sales');
  await expectAccessibleInEveryLook(page, 'filter');
  await drawer.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(rows(page, 'Visits')).toHaveCount(1);
  await expect(page.getByText('1 in all', { exact: true })).toBeVisible();

  await page.reload();
  await expect(rows(page, 'Visits')).toHaveCount(1);
  await expect(rows(page, 'Visits')).toContainText('/sales.htm');
  await page.getByRole('button', { name: /^Remove: Entry page/ }).click();
  await expect(rows(page, 'Visits')).toHaveCount(3);
});

test('W-119 columns and order are chosen, remembered, and told by the address', async () => {
  await goTo('visits');
  await page.getByRole('button', { name: 'Began', exact: true }).click();
  await expect(rows(page, 'Visits').first()).toContainText('/first.htm');
  await expect(page).toHaveURL(/direction=ascending/);

  await page.getByRole('button', { name: 'Choose columns', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Campaign', exact: true }).check();
  await page.getByRole('button', { name: 'Move Campaign to the left', exact: true }).click();
  await page.keyboard.press('Escape');
  const heads = page.getByRole('table', { name: 'Visits', exact: true }).getByRole('columnheader');
  await expect(heads.filter({ hasText: 'Campaign' })).toBeVisible();
  await expect(rows(page, 'Visits').filter({ hasText: '/sales.htm' })).toContainText('ads');
  const order = await heads.allTextContents();
  expect(order.at(-2)).toBe('Campaign');
  await goTo('visits');
  await expect(heads).toHaveText(order);
  await page.getByRole('button', { name: 'Choose columns', exact: true }).click();
  await page.getByRole('button', { name: 'As at first', exact: true }).click();
  await expect(heads.filter({ hasText: 'Campaign' })).toHaveCount(0);
});

test('W-122 from a visit to all that is known of its visitor', async () => {
  await goTo('visits');
  await rows(page, 'Visits').filter({ hasText: '/sales.htm' }).getByRole('link').click();
  const panel = page.getByRole('complementary', { name: 'Visit' });
  await expect(panel.getByText('/sales.htm').first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'visit');
  await panel.getByRole('link', { name: 'All of this visitor', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Contact details' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Rules that fired' })).toContainText('All visitors');
  await expectAccessibleInEveryLook(page, 'visitor');
  await page.getByRole('link', { name: 'All visits of this visitor', exact: true }).click();
  await expect(rows(page, 'Visits')).toHaveCount(1);
  await page.getByRole('link', { name: 'All visitors', exact: true }).click();
  await expect(rows(page, 'Visitors who have been here')).toHaveCount(3);
});

test('S-011 visits by alert; spiders apart', async () => {
  await goTo('alert-visits');
  await expect(rows(page, 'Visits by alert')).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Alert' }).click();
  await page.getByRole('option', { name: 'All visitors', exact: true }).click();
  await expect(page).toHaveURL(/alertId=/);
  await expect(rows(page, 'Visits by alert')).toHaveCount(3);
  await goTo('spiders');
  await expect(rows(page, 'Hits of spiders').first()).toContainText('/robots.htm');
  await page.getByRole('button', { name: /hit/ }).first().click();
  await expect(page).toHaveURL(/name=/);
  await expect(rows(page, 'Hits of spiders').first()).toContainText('/robots.htm');
  await expectAccessibleInEveryLook(page, 'spiders');
  await goTo('spiders?from=2020-01-01&to=2020-01-31');
  await expect(page.getByText('Nothing to list in these days')).toBeVisible();
  await page.getByRole('button', { name: 'All time', exact: true }).click();
  await expect(rows(page, 'Hits of spiders').first()).toContainText('/robots.htm');
});
