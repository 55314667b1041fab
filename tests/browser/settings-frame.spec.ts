/** What all settings share: finding a setting, not losing what was typed, the change log, and the site's own pages. */
import { siteSchema } from '@foyer/protocol/site';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
let site: Awaited<ReturnType<typeof openEmptySite>>;
let page: Page;
test.beforeAll(async ({ browser }: { browser: Browser }) => {
  foyer = await startOneNode();
  site = await openEmptySite(browser, foyer, 'Lamps and more');
  page = site.console;
});
test.afterAll(async () => {
  await site?.close();
  await foyer?.stop();
});

const goTo = async (path: string) => {
  await page.goto(`${foyer.operatorUrl}/console/settings/${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};
const saved = () => expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();

test('a setting is found by its name, from anywhere in the settings', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'General', level: 1 })).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search settings' });
  await search.fill('nobody online');
  await expect(page.getByRole('link', { name: /Chat window.*When nobody is Online/ })).toBeVisible();
  await search.fill('time zone');
  await expect(page.getByRole('link', { name: /General.*Time zone/ })).toBeVisible();
  await search.fill('no such setting');
  await expect(page.getByText('No setting is called “no such setting”.')).toBeVisible();
  await search.fill('corner');
  await search.press('Enter');
  await expect(page.getByRole('heading', { name: 'Chat window', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Back to Visitors' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
});

test('W-101 the chat window looks on the page as it was set up', async () => {
  await goTo('chat-window');
  await page.getByRole('textbox', { name: 'Title' }).fill('Ask the lamp people');
  await page.getByRole('combobox', { name: 'Corner' }).click();
  await page.getByRole('option', { name: 'Top left' }).click();
  await page.getByRole('textbox', { name: 'Opening text' }).fill('Which lamp are you looking for?');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('Which lamp are you looking for?');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved();
  const visitor = await site.visit('/');
  const launcher = visitor.getByRole('button', { name: 'Ask the lamp people' });
  await expect(launcher).toBeVisible();
  const box = await launcher.boundingBox();
  expect(box?.x).toBeLessThan(60);
  expect(box?.y).toBeLessThan(60);
  await launcher.click();
  await expect(visitor.frameLocator('iframe').getByText('Which lamp are you looking for?')).toBeVisible();
  await visitor.context().close();
});

test('wrong input is refused beside the field, and what was typed stays', async () => {
  await goTo('general');
  const origins = page.getByRole('textbox', { name: 'Allowed origins' });
  await origins.fill('https://lamps.example\nlamps.example/shop');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(origins).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/Entry 2: must be an origin such as https:\/\/www.example.com/)).toBeVisible();
  await expect(origins).toHaveValue('https://lamps.example\nlamps.example/shop');
  await origins.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved();
});

test('what is not saved is not lost by going elsewhere, by the site switch, or by going back', async () => {
  await goTo('general');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Lamps, not saved');
  await page.getByRole('link', { name: 'Exclusions' }).click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(name).toHaveValue('Lamps, not saved');
  await page.getByRole('button', { name: /^Site: / }).click();
  await page.getByRole('menuitemradio', { name: 'Demo shop' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(name).toHaveValue('Lamps, not saved');
  await page.getByRole('link', { name: 'Exclusions' }).click();
  await question.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { name: 'Exclusions', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'General' }).click();
  await name.click(); // a browser lets a page ask before going back where somebody has touched it
  await name.fill('Lamps, not saved');
  await page.evaluate(() => history.back());
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(name).toHaveValue('Lamps, not saved');
  await name.fill('Lamps and more');
  await page.getByRole('link', { name: 'Exclusions' }).click();
  await expect(page.getByRole('heading', { name: 'Exclusions', level: 1 })).toBeVisible();
});

test('a change by somebody else is pointed out and not overwritten', async () => {
  await goTo('general');
  const {
    id,
    key: _key,
    codeSeenAt: _at,
    codeSeenUrl: _url,
    ...fields
  } = await site.api.call('GET', `/sites/${site.siteId}`, siteSchema);
  await site.api.call('PUT', `/sites/${id}`, siteSchema, { ...fields, idleMinutes: 9 });
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Lamps by me');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Somebody else changed this' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Lamps by me');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('textbox', { name: 'A visitor is idle after, minutes' })).toHaveValue('9');
});

test('the change log tells who changed what, and leads back', async () => {
  await goTo('chat-window');
  await page.getByRole('textbox', { name: 'Waiting text' }).fill('The lamp people are coming.');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved();
  await goTo('changes');
  const list = page.getByRole('list', { name: 'Changes, newest first' });
  await expect(list.getByRole('link').first()).toContainText('Chat window › waiting text');
  await list.getByRole('link').first().click();
  const drawer = page.getByRole('dialog', { name: 'Change' });
  await expect(drawer.getByRole('row').filter({ hasText: 'waiting text' })).toContainText('Somebody will be with you');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: 'Go back to before' }).click();
  await expect(page.getByText('“Lamps and more” is as it was before.')).toBeVisible();
  await goTo('chat-window');
  await expect(page.getByRole('textbox', { name: 'Waiting text' })).toHaveValue(/Somebody will be with you/);
});

test('axe finds nothing serious or critical, and nothing is cut off', async () => {
  const console_ = await site.openConsole('');
  for (const path of ['', '/general', '/chat-window', '/changes']) {
    await console_.goto(`${foyer.operatorUrl}/console/settings${path}`);
    await expect(console_.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessibleInEveryLook(console_, path);
  }
  // Text at 200 %: rem follows it.
  for (const path of ['general', 'chat-window', 'changes']) {
    await console_.goto(`${foyer.operatorUrl}/console/settings/${path}`);
    await expect(console_.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await console_.context().close();
});
