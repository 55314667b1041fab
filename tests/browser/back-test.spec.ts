/** B-302: a draft is tried on past visits in its editor, before anything of it is saved. */
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

type Site = Awaited<ReturnType<typeof openEmptySite>>;

const expect = promptly.configure({ timeout: 15_000 });

let foyer: Installation;
let site: Site;
test.beforeAll(async ({ browser }) => {
  foyer = await startOneNode();
  site = await openEmptySite(browser, foyer, 'Back-tests');
  // One visitor looks at one page, another at three.
  await site.visit('/back-test/alone');
  await shown('/back-test/alone');
  const page = await site.visit('/back-test/first');
  await shown('/back-test/first');
  for (const path of ['/back-test/second', '/back-test/third']) {
    await page.goto(site.hostUrl + path);
    await shown(path);
  }
});
test.afterAll(async () => {
  await site?.close();
  await foyer?.stop();
});

/** Waits until the console shows what a visitor looks at. */
async function shown(path: string): Promise<void> {
  await expect(site.console.getByRole('row').filter({ hasText: path })).toBeVisible();
}

const panel = () => site.console.getByRole('dialog', { name: 'Back-test', exact: true });

async function openBackTest(): Promise<void> {
  await site.console.getByRole('button', { name: 'Back-test', exact: true }).click();
  await expect(panel()).toBeVisible();
}

test('a prospect rule that is not saved: when it would have fired, and why', async () => {
  await site.console.goto(`${foyer.operatorUrl}/console/settings/prospects/new`);
  const form = site.console;
  await form.getByLabel('Name', { exact: true }).fill('Browses');
  await form.getByLabel('Pages viewed, at least').fill('2');
  await openBackTest();
  await panel().getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel().getByText('It would have fired in 1 of 2 visits (50%).')).toBeVisible();
  const compared = panel().getByRole('table', { name: 'What the draft would have done, beside the version in force' });
  await expect(compared.getByRole('row', { name: 'Visits 1 0 1 0', exact: true })).toBeVisible();
  await expect(panel().getByRole('tab', { name: 'Gained 1' })).toHaveAttribute('aria-selected', 'true');
  await panel().getByRole('button', { name: 'Why', exact: true }).click();
  await expect(
    panel()
      .getByText(/Pages viewed/)
      .first(),
  ).toBeVisible();
  await expectAccessibleInEveryLook(site.console, 'back-test of a prospect rule');

  const link = panel().getByRole('link', { name: /^Open visit 1 of / });
  await expect(link).toHaveAttribute('target', '_blank');
  const opened = site.console.context().waitForEvent('page');
  await link.click();
  const visit = await opened;
  await expect(visit.getByText('/back-test/third').first()).toBeVisible();
  await visit.close();

  // Other days: what is shown is no longer about them.
  await panel().getByRole('button', { name: 'Earlier', exact: true }).click();
  await expect(panel().getByText('The draft has changed since', { exact: false })).toBeVisible();
  await panel().getByRole('button', { name: 'Run again', exact: true }).click();
  await expect(panel().getByText('There are no visits in these days.')).toBeVisible();

  await site.console.keyboard.press('Escape');
  await expect(panel()).toBeHidden();
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Browses');
  const rules = await site.api.call(
    'GET',
    `/sites/${site.siteId}/prospect-rules`,
    z.object({ items: z.array(prospectRuleSchema) }),
  );
  expect(rules.items).toEqual([]);
});

test('exclusions: the visits that would not have been', async () => {
  await site.console.goto(`${foyer.operatorUrl}/console/settings/exclusions`);
  await openBackTest();
  await panel().getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel().getByText('0 of 2 visits (0%) would not have been recorded.')).toBeVisible();
});
