/** B-301 why rules fired in a visit and why not, as operators read it in the console. */

import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { liveVisitSchema } from '@foyer/protocol/visit';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { ApiClient } from '../support/api-client.ts';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { signIn } from './console-page.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
let api: ApiClient;
let siteId: string;
test.beforeAll(async () => {
  foyer = await startOneNode();
  api = await ApiClient.signIn(foyer.operatorUrl, administrator.email, administrator.password);
  siteId = String((await api.listSites())[0]?.id);
  for (const rule of [
    { name: 'Looks around', minPages: 2, activation: 'oncePerVisit' },
    {
      name: 'From France, no customer',
      conditions: {
        all: [
          {
            any: [
              { variable: 'place.country', operator: 'equals', value: 'FR' },
              { variable: 'visitor.email', operator: 'isSet' },
            ],
          },
          { none: [{ variable: 'visitor.isNew', operator: 'isTrue' }] },
        ],
      },
    },
    { name: 'Off', enabled: false },
  ])
    await api.call('POST', `/sites/${siteId}/prospect-rules`, prospectRuleSchema, rule);
});
test.afterAll(async () => foyer?.stop());

async function openConsole(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  await signIn(page, foyer.operatorUrl);
  return page;
}

async function openShop(browser: Browser, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${foyer.visitorUrl}/demo/${path}`);
  return page;
}

/** The visit whose page's address has this in it. */
async function findVisitId(page: string): Promise<string> {
  const { items } = await api.call(
    'GET',
    `/sites/${siteId}/live-visits`,
    z.object({ items: z.array(liveVisitSchema) }),
  );
  return String(items.find(({ pageUrl }) => pageUrl.includes(page))?.visitId);
}

/** Opens the visit of whoever looks at this page, and turns to why. */
async function openWhy(console_: Page, page: string): Promise<void> {
  await console_.getByRole('row').filter({ hasText: page }).getByRole('link').click();
  await console_.getByRole('tab', { name: 'Why' }).click();
}

const rowOf = (console_: Page, kind: string, name: string) =>
  console_
    .getByRole('list', { name: kind, exact: true })
    .getByRole('listitem')
    .filter({ has: console_.getByRole('button', { name }) });

test('B-301 a visit names the condition in the way; one more page view, and the rule has fired', async ({
  browser,
}) => {
  const console_ = await openConsole(browser);
  const visitor = await openShop(browser, 'basket.html?why=1');
  await openWhy(console_, 'why=1');
  const rule = rowOf(console_, 'Prospect rules', 'Looks around');
  await expect(rule.getByRole('button')).toContainText('Not true');
  await expect(rule.getByRole('list', { name: 'In the way' })).toHaveText(
    'Pages viewed in all visits: 1, must be 2 or more',
  );
  await expect(rowOf(console_, 'Prospect rules', 'Off')).toContainText('Disabled');

  await visitor.goto(`${foyer.visitorUrl}/demo/about.html`);
  await expect(rule.getByRole('button')).toContainText('Fired');
  await expect(rule.getByRole('list', { name: 'In the way' })).toBeHidden();
  await expect(rule).toContainText('Once in this visit');

  // By the keyboard: what it looked at, and what was recorded when it fired.
  await rule.getByRole('button').focus();
  await console_.keyboard.press('Enter');
  await expect(rule.getByRole('button')).toHaveAttribute('aria-expanded', 'true');
  await expect(rule).toContainText('Recorded in this visit');
  await expect(rule).toContainText('version 1');
  await rule.getByText('Why then').click();
  await expect(rule.getByText('Met: Pages viewed in all visits: 2, must be 2 or more')).toHaveCount(2);

  // The visit wears its prospect type.
  await console_.getByRole('tab', { name: 'Overview' }).click();
  await expect(console_.getByText('New prospect').first()).toBeVisible();
  await expect(console_.getByText('Looks around')).toBeVisible();
  await visitor.context().close();
  await console_.context().close();
});

test('B-301 alternatives, what must not be, the alert that took the visit, and a search over names', async ({
  browser,
}) => {
  const console_ = await openConsole(browser);
  const visitor = await openShop(browser, 'about.html?why=2&source=adwords');
  await openWhy(console_, 'why=2');
  const rule = rowOf(console_, 'Prospect rules', 'From France, no customer');
  await expect(rule.getByRole('list', { name: 'In the way' }).getByRole('listitem')).toHaveText([
    'Country: not known, must be “FR”',
    'First visit: yes, must not be yes',
  ]);
  await rule.getByRole('button').click();
  await expect(rule.getByText('Not met: First visit: yes, must not be yes')).toBeVisible();
  await expect(rowOf(console_, 'Alerts', 'AdWords')).toContainText('Fired');
  await expect(rowOf(console_, 'Alerts', 'All visitors')).toContainText('“AdWords” comes earlier in the list');
  await console_.getByRole('textbox', { name: 'Search rules' }).fill('france');
  await expect(rowOf(console_, 'Alerts', 'AdWords')).toBeHidden();
  await expect(rule).toBeVisible();
  await visitor.context().close();
  await console_.context().close();
});

test('axe finds nothing serious or critical, and nothing is cut off', async ({ browser }) => {
  const console_ = await openConsole(browser);
  const mark = 'axe=looks';
  const visitor = await openShop(browser, `about.html?${mark}`);
  await visitor.goto(`${foyer.visitorUrl}/demo/products.html?${mark}`);
  // Narrow windows show the titles of pages, which several visitors share.
  await console_.goto(`${foyer.operatorUrl}/console/visitors/${await findVisitId(mark)}`);
  await console_.getByRole('tab', { name: 'Why' }).click();
  for (const name of ['Looks around', 'From France, no customer'])
    await rowOf(console_, 'Prospect rules', name).getByRole('button').first().click();
  await expect(console_.getByText('Recorded in this visit')).toBeVisible();
  await expectAccessibleInEveryLook(console_);
  await visitor.context().close();
  await console_.context().close();
});
