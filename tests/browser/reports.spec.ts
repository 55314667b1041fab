/** W-123 to W-125, W-190, W-191: dashboard, every report of the catalogue over a generated year, and reports by e-mail. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReportId, reportDefinitions, reportIds, reportSchema } from '@foyer/protocol/report';
import { expect, type Page, test } from '@playwright/test';
import { migrate } from '../../apps/server/src/storage/migrate.ts';
import { openStorage } from '../../apps/server/src/storage/open-storage.ts';
import { fillHistory } from '../../bench/support/history/fill-history.ts';
import { ApiClient } from '../support/api-client.ts';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { signIn } from './console-page.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

const dayMs = 86_400_000;
/** Whole days that are over, so that nothing changes while the test looks. */
const dayBack = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
const year = `from=${dayBack(364)}&to=${dayBack(2)}`;

let folder: string;
let foyer: Installation;
let siteId: string;
let page: Page;
const opened: string[] = [];

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-reports-'));
  const onFatal = (error: Error) => {
    throw error;
  };
  const storage = await openStorage({ databaseUrl: null, dataFolder: folder, onFatal });
  await migrate(storage);
  const to = Date.now();
  const size = { visits: 1500, chats: 300, spiderHits: 20, from: to - 365 * dayMs, to };
  ({ siteId } = await fillHistory(storage, size, 1));
  await storage.close();
  foyer = await startOneNode({}, folder);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) opened.push(message.text());
  });
  await page.addInitScript((id) => localStorage.setItem('foyer.site', JSON.stringify(id)), siteId);
  await signIn(page, foyer.operatorUrl);
});
test.afterAll(async () => {
  await foyer?.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (path: string) => page.goto(`${foyer.operatorUrl}/console/${path}`);
const table = (id: ReportId) => page.getByRole('table', { name: `${reportDefinitions[id].title}, all figures` });
const chartOf = (id: ReportId) => {
  const chart = page.getByRole('region', { name: 'Chart', exact: true });
  switch (reportDefinitions[id].chart) {
    case 'lines':
    case 'map':
      return chart.getByRole('img');
    case 'hours':
      return chart.getByRole('table');
    case 'bars':
      return chart.getByRole('list');
  }
};

test('W-191 every report opens with its picture and its figures', async () => {
  await open(`reports/visits?${year}`);
  const list = page.getByRole('navigation', { name: 'Reports', exact: true });
  for (const id of reportIds) {
    const link = list.getByRole('link', { name: reportDefinitions[id].title, exact: true });
    await link.click();
    await expect(link, id).toHaveAttribute('aria-current', 'page');
    await expect(table(id).getByRole('row', { name: /^In all/ }), id).toBeVisible();
    await expect(chartOf(id), id).toBeVisible();
  }
  expect(opened).toEqual([]);
});

test('W-191 a report compares, and a row leads to the visits that it counted', async () => {
  await open(`reports/countries?${year}`);
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page.getByRole('option', { name: 'With the days before', exact: true }).click();
  await expect(page).toHaveURL(/compare=before/);
  await expect(page.getByText(/^Compared with /)).toBeVisible();
  await expect(table('countries').getByText('up from nothing before').first()).toBeAttached();
  await expectAccessible(page, 'countries');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const file = page.waitForEvent('download');
  await page.getByRole('menuitem').filter({ hasText: 'CSV' }).click();
  expect((await file).suggestedFilename()).toContain('.csv');

  // The least of all: few enough to be counted on the screen.
  const api = await ApiClient.signIn(foyer.operatorUrl, administrator.email, administrator.password);
  const report = await api.call('GET', `/sites/${siteId}/reports/countries?${year}`, reportSchema);
  const least = report.rows.filter(({ filter }) => filter !== null).at(-1);
  const visits = least?.values[0] ?? 0;
  expect(visits).toBeGreaterThan(0);
  await table('countries').getByRole('row').nth(report.rows.length).getByRole('link').click();
  await expect(page).toHaveURL(/\/visits\?.*filter=/);
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(visits);
});

test('lines take several measures, weeks and days of one’s own; all of it stands in the address', async () => {
  await open(`reports/visits?${year}`);
  await page.getByRole('group', { name: 'Shown in the chart' }).getByText('Revenue', { exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Stretches of time' }).getByText('Months', { exact: true }).click();
  await expect(page).toHaveURL(/measures=visits%2Crevenue/);
  await expect(page).toHaveURL(/grain=month/);
  await expect(chartOf('visits')).toHaveAttribute('aria-label', /Visits: from .* Revenue: from /);
  const picker = page.getByRole('group', { name: 'Days', exact: true });
  await picker.getByRole('button').nth(1).click();
  const choice = page.getByRole('dialog');
  await choice.getByLabel('From').fill(dayBack(20));
  await choice.getByLabel('To', { exact: true }).fill(dayBack(30));
  await expect(choice.getByText('The last day is before the first.')).toBeVisible();
  await choice.getByLabel('To', { exact: true }).fill(dayBack(11));
  await choice.getByLabel('To', { exact: true }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`from=${dayBack(20)}&to=${dayBack(11)}`));
  await page.reload();
  await expect(chartOf('visits')).toHaveAttribute('aria-label', /Visits: from .* Revenue: from /);
  await picker.getByRole('button', { name: 'Earlier' }).click();
  await expect(page).toHaveURL(new RegExp(`from=${dayBack(30)}&to=${dayBack(21)}`));
  await expectAccessibleInEveryLook(page, 'report');
});

test('W-190 the dashboard tells of now, today, this month and the last 30 days', async () => {
  await open('dashboard');
  const now = page.getByRole('list', { name: 'Now', exact: true });
  await expect(now.getByRole('link')).toHaveCount(4);
  await expect(page.getByRole('list', { name: 'Operators' })).toContainText('Online');
  for (const name of ['Today', 'This month'])
    await expect(page.getByRole('table', { name, exact: true }).getByRole('row', { name: /^Visits/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Visits: from / })).toBeVisible();
  for (const name of ['Entry pages', 'Referrers', 'Countries'])
    await expect(page.getByRole('region', { name, exact: true }).getByRole('listitem').first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'dashboard');
});

test('W-191 a report by e-mail is made, tried, refused beside the field, deleted and brought back', async () => {
  await open('settings/report-schedules');
  await page.getByRole('button', { name: 'Add report by e-mail' }).click();
  const form = page.getByRole('dialog', { name: 'New report by e-mail' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Weekly figures');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('must name at least one address')).toBeVisible();
  await form.getByRole('combobox', { name: 'Recipients' }).fill('team@shop.example');
  await form.getByRole('combobox', { name: 'Recipients' }).press('Enter');
  await form.getByRole('button', { name: 'Preview' }).click();
  const preview = form.getByRole('region', { name: 'What the mail would say now' });
  await expect(preview).toContainText('VISITS');
  await expect(preview).toContainText('/console/reports/visits?from=');
  await expectAccessible(page, 'form');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const row = page.getByRole('list', { name: 'Reports by e-mail' }).getByRole('listitem');
  await expect(row).toContainText('Every Monday at 07:00 · Visits · The week before, Monday to Sunday · 1 recipient');
  await expect(row).toContainText('Next');
  await page.getByRole('link', { name: 'Edit Weekly figures' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No reports by e-mail yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('Weekly figures');
});
