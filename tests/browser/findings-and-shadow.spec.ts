/** What is wrong with rules stands beside them; what a rule in shadow would have done, and letting it act. */
import { alertSchema } from '@foyer/protocol/alert';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { expect as promptly, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// Slow machines draw late: what is waited for is that it happens, not how soon.
const expect = promptly.configure({ timeout: 20_000 });
test.describe.configure({ timeout: 120_000 });

let foyer: Installation;
let site: EmptySite;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());
test.beforeEach(async ({ browser }, { title }) => {
  site = await openEmptySite(browser, foyer, title.slice(0, 70));
});
test.afterEach(async () => site?.close());

const pages = (operator: string, value: number) => ({ variable: 'visit.pages', operator, value });

test('B-303 findings stand below a rule’s name, in its editor while it is edited, and on a page of their own', async () => {
  const { console: console_, api, siteId } = site;
  await api.call('POST', `/sites/${siteId}/prospect-rules`, prospectRuleSchema, {
    name: 'Odd',
    minPages: 2,
    conditions: { all: [pages('>', 5), pages('<', 3)] },
  });
  await api.call('POST', `/sites/${siteId}/prospect-rules`, prospectRuleSchema, {
    name: 'Silent',
    minPages: 3,
    actions: { sms: true },
  });

  await console_.goto(`${foyer.operatorUrl}/console/settings/findings`);
  await expect(console_.getByRole('heading', { name: 'Findings', level: 1 })).toBeVisible();
  await expect(console_.getByText('No SMS goes out: the notifications have no phone numbers.')).toBeVisible();
  const contradiction = console_.getByText(/These can’t be met at once: .*less than 3.*more than 5/i);
  await expect(contradiction).toBeVisible();
  await expectAccessibleInEveryLook(console_, 'findings');

  await console_.goto(`${foyer.operatorUrl}/console/settings/prospects`);
  await expect(contradiction).toBeVisible();
  await console_.getByRole('link', { name: 'Edit Odd', exact: true }).click();
  await expect(console_.getByRole('heading', { name: 'Look at this again' })).toBeVisible();
  // Mended in the editor, before it is saved.
  await console_
    .getByRole('button', { name: /^Change / })
    .last()
    .click();
  await console_.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(contradiction).toHaveCount(0);
});

test('B-305 what a rule in shadow would have done, with samples; one press lets it act, another takes that back', async () => {
  const { console: console_, api, siteId } = site;
  const alert = await api.call('POST', `/sites/${siteId}/alerts`, alertSchema, {
    name: 'On trial',
    entryPages: ['sale*'],
    shadow: true,
  });
  const visitor = await site.visit('/sale.htm');
  await visitor.goto(`${site.hostUrl}/other.htm`);

  await console_.goto(`${foyer.operatorUrl}/console/settings/alerts`);
  await console_.getByRole('link', { name: 'What it would have done: On trial' }).click();
  await expect(console_.getByRole('heading', { name: '“On trial” in shadow', level: 1 })).toBeVisible();
  await expect(async () => {
    await console_.reload();
    await expect(console_.getByText('/sale.htm', { exact: true })).toBeVisible({ timeout: 3000 });
  }).toPass();
  await expectAccessibleInEveryLook(console_, 'shadow');
  await console_.getByText('Why it came true').click();
  await expect(console_.getByText('Entry page', { exact: false }).first()).toBeVisible();

  await console_.getByRole('button', { name: 'Let it act' }).click();
  await expect(console_.getByText('“On trial” acts from now on.')).toBeVisible();
  const stored = async () => (await api.call('GET', `/sites/${siteId}/alerts/${alert.id}`, alertSchema)).shadow;
  await expect.poll(stored).toBe(false);
  await console_.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(stored).toBe(true);
  await expect(console_.getByRole('button', { name: 'Let it act' })).toBeVisible();
});
