/** Configuration as code and copying settings, as an administrator does both in the browser. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { alertSchema } from '@foyer/protocol/alert';
import { exclusionsSchema } from '@foyer/protocol/exclusions';
import { inviteSchema } from '@foyer/protocol/invite';
import { inviteImageSchema } from '@foyer/protocol/invite-image';
import { tagSchema } from '@foyer/protocol/tag';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

const ourPicture = fileURLToPath(new URL('../../apps/visitor/gallery/plain-light.png', import.meta.url));

let foyer: Installation;
let site: Awaited<ReturnType<typeof openEmptySite>>;
let page: Page;
test.beforeAll(async ({ browser }: { browser: Browser }) => {
  foyer = await startOneNode();
  site = await openEmptySite(browser, foyer, 'Lamps and more');
  page = site.console;
  const url = `/sites/${site.siteId}`;
  const invite = await site.api.call('POST', `${url}/invites`, inviteSchema, {
    name: 'Need help?',
    altText: 'Chat with us',
    image: `upload:${(await upload('Our lamp')).id}`,
  });
  await site.api.call('POST', `${url}/alerts`, alertSchema, {
    name: 'AdWords',
    entryPages: ['*source=adwords'],
    actions: { invite: invite.id },
  });
  await site.api.call('PUT', `${url}/exclusions`, exclusionsSchema, { pages: ['support/*.*'], version: 0 });
  await site.api.call('POST', `${url}/tags`, tagSchema, { name: 'order', takesValue: true });
  await site.api.call('PUT', `${url}/wrap-up`, wrapUpSchema, {
    enabled: true,
    options: [{ id: '018f6b1e-7a3c-7c4e-9d2a-000000000001', label: 'Sale' }],
    version: 0,
  });
});
test.afterAll(async () => {
  await site?.close();
  await foyer?.stop();
});

async function upload(name: string) {
  const sent = await fetch(
    `${foyer.operatorUrl}/api/v1/sites/${site.siteId}/invite-images?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: { cookie: site.api.cookie, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(await readFile(ourPicture)),
    },
  );
  return inviteImageSchema.parse(await sent.json());
}
const openPage = async (console_: Page, origin: string) => {
  await console_.goto(`${origin}/console/settings/configuration`);
  await expect(console_.getByRole('heading', { name: 'Configuration file', level: 1 })).toBeVisible();
};
async function download(console_: Page): Promise<string> {
  const coming = console_.waitForEvent('download');
  await console_.getByRole('button', { name: 'Download' }).click();
  const file = await coming;
  return readFile(await file.path(), 'utf8');
}
const file = (console_: Page) => console_.getByRole('textbox', { name: 'Configuration' });
const compare = (console_: Page) => console_.getByRole('button', { name: 'See what would change' }).click();
const plan = (console_: Page) => console_.getByRole('region', { name: 'What would change' });
const fileOf = (...sites: object[]) => JSON.stringify({ foyer: 'configuration', version: 1, sites });

test('B-310 an export is applied on a second, empty server, whose export is the same; a second plan is empty', async ({
  browser,
}) => {
  await openPage(page, foyer.operatorUrl);
  const exported = await download(page);
  expect(exported).toContain('"name": "AdWords"');

  const other = await startOneNode({ FOYER_DEMO: '0' });
  try {
    const console_ = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    // Nothing is set up there, not even a site.
    await console_.goto(`${other.operatorUrl}/console/`);
    await console_.getByLabel('E-mail').fill(administrator.email);
    await console_.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
    await console_.getByRole('button', { name: 'Sign in' }).click();
    await expect(console_.getByRole('heading', { name: 'Your first site', level: 1 })).toBeVisible();
    await console_.getByRole('link', { name: 'Apply its configuration file' }).click();
    await file(console_).fill(exported);
    await compare(console_);
    await expect(plan(console_).getByRole('region', { name: 'Lamps and more' })).toContainText('new site');
    for (const added of ['AdWords', 'order', 'Our lamp']) await expect(plan(console_)).toContainText(`${added} added`);
    await expect(plan(console_).getByRole('heading', { name: 'Wrap-up' })).toBeVisible();
    await console_.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(console_.getByText('are in effect.').first()).toBeVisible();
    await expect(console_.getByRole('list', { name: 'Applied lately' })).toContainText('Lamps and more');
    expect(await download(console_)).toBe(exported);
    await file(console_).fill(exported);
    await compare(console_);
    await expect(plan(console_)).toContainText('Nothing: everything is as the file says.');
    await expect(console_.getByRole('button', { name: 'Apply', exact: true })).toBeHidden();
    await console_.goto(`${other.operatorUrl}/console/settings/invites/images`);
    await expect(console_.getByRole('textbox', { name: 'Name of Our lamp' })).toBeVisible();
    const picture = console_.locator('img[src*="/invite-images/"]').first();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await console_.context().close();
  } finally {
    await other.stop();
  }
});

test('a file that is wrong is refused with the path of each fault, and stays in the field', async () => {
  await openPage(page, foyer.operatorUrl);
  await file(page).fill('{');
  await compare(page);
  await expect(page.getByText(/^This is not JSON/)).toBeVisible();
  const wrong = fileOf({ name: 'Lamps and more', alerts: [{ name: 'A', entryPages: ['re:('], colour: 'red' }] });
  await file(page).fill(wrong);
  await compare(page);
  await expect(page.getByRole('alert')).toContainText('sites.0.alerts.0.colour is not a known field');
  await expect(file(page)).toHaveValue(wrong);
});

test('a plan is read, applied while something else has changed, compared again, applied, and rolled back by one click', async () => {
  await openPage(page, foyer.operatorUrl);
  const before = await download(page);
  await file(page).fill(
    fileOf({
      name: 'Lamps and more',
      exclusions: { pages: ['support/*.*', 'jobs/*.*'] },
      prospectRules: [{ name: 'Serious', minPages: 3 }],
    }),
  );
  await compare(page);
  await expect(plan(page)).toContainText('pagesadds “jobs/*.*”');
  await expect(plan(page)).toContainText('Serious added');

  await site.api.call('PUT', `/sites/${site.siteId}/exclusions`, exclusionsSchema, {
    pages: ['support/*.*'],
    countries: ['FR'],
    version: 1,
  });
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText('Something has been changed since this was compared.')).toBeVisible();
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect(plan(page)).toContainText('countriesremoves “FR”');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  const applied = page.getByRole('status').filter({ hasText: 'are in effect' }).or(page.getByText('are in effect.'));
  await expect(applied.first()).toBeVisible();
  const history = page.getByRole('list', { name: 'Applied lately' });
  await expect(history.getByRole('listitem').first()).toContainText('Lamps and more: 2 changes');

  await page.getByRole('button', { name: 'Roll back' }).first().click();
  await expect(page.getByText('Rolled back: all is as it was before')).toBeVisible();
  expect(JSON.parse(await download(page)).sites[0]).toEqual({
    ...JSON.parse(before).sites[0],
    exclusions: { ...JSON.parse(before).sites[0].exclusions, countries: ['FR'] },
  });

  // And later, from the list: what would change is read first.
  await history.getByRole('listitem').first().getByRole('button', { name: 'Roll back' }).click();
  const question = page.getByRole('dialog', { name: 'Roll back to before?' });
  await expect(question).toContainText('Serious added');
  await question.getByRole('button', { name: 'Roll back' }).click();
  await expect(question).toBeHidden();
  await expect(history.getByRole('listitem').first()).toContainText('a roll-back');
});

test('W-103 settings are copied from another site, which says before what is replaced, and visitors meet them', async ({
  browser,
}) => {
  const target = await openEmptySite(browser, foyer, 'Second shop');
  const console_ = target.console;
  await console_.goto(`${foyer.operatorUrl}/console/settings/general`);
  await console_.getByRole('button', { name: 'Copy from another site' }).click();
  const dialog = console_.getByRole('dialog', { name: 'Copy settings from another site' });
  await dialog.getByRole('combobox', { name: 'Copy from' }).click();
  await console_.getByRole('option', { name: 'Lamps and more' }).click();
  // The alert sends an invite, which must come along.
  await dialog.getByRole('checkbox', { name: 'Invites' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Site settings and chat window' }).uncheck();
  await dialog.getByRole('button', { name: 'See what would change' }).click();
  await expect(dialog.getByRole('alert')).toContainText('there is no “Need help?” among the invites of the site');
  await dialog.getByRole('checkbox', { name: 'Invites' }).check();
  await dialog.getByRole('button', { name: 'See what would change' }).click();
  await expect(dialog.getByRole('region', { name: 'What would change' })).toContainText('AdWords added');
  await dialog.getByRole('button', { name: 'Copy these settings' }).click();
  await expect(dialog).toBeHidden();

  const visitor = await target.visit('/?source=adwords');
  const invite = visitor.getByRole('button', { name: 'Chat with us', exact: true }).first();
  await expect(invite).toBeVisible();
  await expect(invite.locator('img')).toHaveAttribute('src', new RegExp(`/invite-images/${target.siteId}/`));
  await visitor.context().close();
  await target.close();
});

test('W-103 a new site starts with the settings of another one', async () => {
  await page.goto(`${foyer.operatorUrl}/console/settings/general`);
  await page.getByRole('button', { name: 'Add site' }).click();
  const dialog = page.getByRole('dialog', { name: 'New site' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Third shop');
  await dialog.getByRole('combobox', { name: 'Start with' }).click();
  await page.getByRole('option', { name: 'Lamps and more' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await page.goto(`${foyer.operatorUrl}/console/settings/alerts`);
  await expect(page.getByRole('link', { name: 'Edit AdWords' }).or(page.getByText('AdWords')).first()).toBeVisible();
});

test('axe finds nothing serious or critical, and nothing is cut off', async () => {
  const console_ = await site.openConsole('');
  await openPage(console_, foyer.operatorUrl);
  await file(console_).fill(fileOf({ name: 'Brand new', prospectRules: [{ name: 'Serious', minPages: 3 }] }));
  await compare(console_);
  await expect(plan(console_)).toContainText('Serious');
  await expectAccessibleInEveryLook(console_, 'plan');
  await file(console_).fill(fileOf({ name: 'X', nope: 1 }));
  await compare(console_);
  await expect(console_.getByRole('alert')).toBeVisible();
  await expectAccessibleInEveryLook(console_, 'faults');
  await console_.context().close();
});
