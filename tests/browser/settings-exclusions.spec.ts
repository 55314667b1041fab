/** Exclusions, set up from empty by an administrator, and what they then do to visitors. */
import { exclusionsSchema } from '@foyer/protocol/exclusions';
import { type Page, expect as promptly, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// Slow machines draw late: what is waited for is that it happens, not how soon.
const expect = promptly.configure({ timeout: 20_000 });
test.describe.configure({ timeout: 150_000 });

/** What a browser without a window says of itself is believed of this machine only; from elsewhere it is a spider. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36';
/** A browser as the proxy tells its address. */
const at = (address: string) => ({ userAgent, extraHTTPHeaders: { 'x-forwarded-for': address } });
const inBritain = '81.2.69.160';
const inFrance = '90.1.2.3';

let foyer: Installation;
let site: EmptySite;
test.beforeAll(async () => {
  foyer = await startOneNode({ FOYER_TRUSTED_PROXIES: 'loopback' });
});
test.afterAll(async () => foyer?.stop());
test.beforeEach(async ({ browser }, { title }) => {
  site = await openEmptySite(browser, foyer, title.slice(0, 70));
});
test.afterEach(async () => site?.close());

const openExclusions = () => site.console.goto(`${foyer.operatorUrl}/console/settings/exclusions`);
const addField = (name: string) => site.console.getByLabel(name, { exact: true }).and(site.console.locator('input'));
const entries = (list: string) => site.console.getByRole('list', { name: `${list}, excluded` });
const chatButton = (page: Page) => page.getByRole('button', { name: /chat|message/i });

async function add(name: string, text: string): Promise<void> {
  await addField(name).fill(text);
  await addField(name).press('Enter');
}

async function save(): Promise<void> {
  await site.console.getByRole('button', { name: 'Save' }).click();
  await expect(site.console.getByText('Saved', { exact: true })).toBeVisible();
  await expect(site.console.getByText('not saved yet')).toHaveCount(0);
}

/** The row of the live list that shows a page, on the screen of Visitors. */
async function liveRow(page: string) {
  const { console: console_ } = site;
  if (!console_.url().endsWith('/visitors')) await console_.goto(`${foyer.operatorUrl}/console/visitors`);
  return console_.getByRole('row').filter({ hasText: page });
}

/** Listed is who came after them, so whoever is not there will not come. */
async function expectListedWithout(listed: string, ...missing: string[]): Promise<void> {
  await expect(await liveRow(listed)).toBeVisible();
  for (const page of missing) await expect(await liveRow(page)).toHaveCount(0);
}

test('S-056 a page is excluded; what that would have left out is told before it is saved', async () => {
  await site.visit('/support/a.htm');
  const visitor = await site.visit('/shop.htm');
  await expect(await liveRow('/shop.htm')).toBeVisible();
  await expect(await liveRow('/support/a.htm')).toBeVisible();

  await openExclusions();
  await expect(site.console.getByText('No page is excluded.', { exact: false })).toBeVisible();
  await add('Add a page', 're:(');
  await expect(addField('Add a page')).toHaveAttribute('aria-invalid', 'true');
  await expect(addField('Add a page')).toHaveValue('re:(');
  await add('Add a page', 'support/*.*');
  await expect(entries('Pages').getByRole('listitem')).toContainText('1 page view in 1 visit');
  await expect(site.console.getByRole('complementary')).toContainText(
    'These lists would have left out 1 of 2 visits, and 1 of 2 page views.',
  );
  const address = site.console.getByRole('textbox', { name: 'Does this address match?' });
  await address.fill(`${site.hostUrl}/support/b/c.htm`);
  await expect(site.console.getByText('Yes: “support/*.*”')).toBeVisible();
  await save();

  await visitor.goto(`${site.hostUrl}/support/c.htm`);
  await visitor.goto(`${site.hostUrl}/after.htm`);
  await expectListedWithout('/after.htm', '/support/c.htm');
  await (await liveRow('/after.htm')).click();
  const panel = site.console.getByRole('complementary', { name: 'Visit' });
  await expect(panel).toContainText('/shop.htm');
  await expect(panel).not.toContainText('/support/c.htm');
});

test('S-057 IP addresses are excluded, one’s own by a click, which is told', async () => {
  await openExclusions();
  await add('Add an IP address', `${inBritain}; somewhere`);
  await expect(site.console.getByText('“somewhere” is not an IP address', { exact: false })).toBeVisible();
  await expect(addField('Add an IP address')).toHaveValue('somewhere');
  await addField('Add an IP address').fill('');
  await site.console.getByRole('button', { name: 'Exclude my own address' }).click();
  await expect(site.console.getByText('You exclude yourself.')).toBeVisible();
  await expect(entries('IP addresses').getByRole('listitem')).toHaveText([/81\.2\.69\.160/, /127\.0\.0\.1/]);
  await site.console.getByRole('button', { name: 'Remove 127.0.0.1' }).click();
  await expect(site.console.getByText('You exclude yourself.')).toBeHidden();
  await save();
  await site.visit('/by-excluded', { context: at(inBritain) });
  await site.visit('/by-other', { context: at(inFrance) });
  await expectListedWithout('/by-other', '/by-excluded');
});

test('S-058 keywords and referrers: all words of an entry, or a host', async () => {
  await openExclusions();
  await add('Add words or a host', 'cheap copies');
  await add('Add words or a host', '*.spam.example');
  await save();
  await site.visit('/by-words', { referer: 'https://www.google.com/search?q=copies+that+are+cheap' });
  await site.visit('/by-host', { referer: 'https://links.spam.example/7' });
  await site.visit('/by-half', { referer: 'https://www.google.com/search?q=cheap+lamps' });
  await expectListedWithout('/by-half', '/by-words', '/by-host');
});

test('S-059 countries by name or code, searched for; an unknown one gets its nearest spelling', async () => {
  await openExclusions();
  await add('Add a country', 'Germny');
  await expect(site.console.getByText('There is no country or ISO code: Germny.', { exact: false })).toBeVisible();
  await expect(addField('Add a country')).toHaveValue('Germny');
  await site.console.getByRole('button', { name: 'Use Germany' }).click();
  await addField('Add a country').fill('fran');
  await site.console.getByRole('option', { name: 'France', exact: true }).click();
  await add('Add a country', 'ch');
  await expect(entries('Countries').getByRole('listitem')).toHaveText([/Germany/, /France/, /Switzerland/]);
  await save();
  const saved = await site.api.call('GET', `/sites/${site.siteId}/exclusions`, exclusionsSchema);
  expect(saved.countries).toEqual(['DE', 'FR', 'CH']);
  await site.visit('/from-france', { context: at(inFrance) });
  await site.visit('/from-britain', { context: at(inBritain) });
  await expectListedWithout('/from-britain', '/from-france');
});

test('S-060 several at once, separated by semicolons or line breaks', async () => {
  await openExclusions();
  await add('Add a page', ' hidden.htm ;; secret.htm;');
  // What is typed but not added is saved, too.
  await addField('Add an IP address').fill('10.0.0.0/8; 192.168.*');
  await save();
  await expect(entries('Pages').getByRole('listitem')).toHaveText([/hidden\.htm/, /secret\.htm/]);
  await expect(entries('IP addresses').getByRole('listitem')).toHaveText([/10\.0\.0\.0\/8/, /192\.168\.\*/]);
  for (const path of ['/hidden.htm', '/secret.htm', '/open.htm']) await site.visit(path);
  await expectListedWithout('/open.htm', '/hidden.htm', '/secret.htm');
});

test('S-061 wildcards in pages and addresses', async () => {
  await openExclusions();
  await add('Add a page', 'hidden*.htm');
  await add('Add an IP address', '192.168.*');
  await save();
  await site.visit('/hidden1.htm?a=b');
  await site.visit('/by-office', { context: at('192.168.7.9') });
  await site.visit('/by-neighbour', { context: at('192.169.7.9') });
  await site.visit('/x/hidden1.htm');
  await expectListedWithout('/x/hidden1.htm', '/hidden1.htm?a=b', '/by-office');
  await expect(await liveRow('/by-neighbour')).toBeVisible();
});

test('S-062 an excluded page hides the page only: it works, and its visitors can chat there', async () => {
  await openExclusions();
  await add('Add a page', 'private*');
  await save();
  const visitor = await site.visit('/open.htm');
  await expect(await liveRow('/open.htm')).toBeVisible();
  await visitor.goto(`${site.hostUrl}/private.htm`);
  await expect(visitor.getByRole('heading', { name: 'A strict page' })).toBeVisible();
  await chatButton(visitor).first().click();
  const chat = visitor.frameLocator('iframe');
  await chat.getByLabel('Your question').fill('May I ask from here?');
  await chat.getByRole('button', { name: 'Start chat' }).click();
  await expect(site.console.getByRole('link', { name: /1 pending chat/ })).toBeVisible();
  await expect(await liveRow('/private.htm')).toHaveCount(0);
});

test('S-063 an excluded visitor cannot chat, at once, also on a page that is open', async () => {
  const visitor = await site.visit('/open.htm', { context: at(inFrance) });
  const other = await site.visit('/other.htm', { context: at(inBritain) });
  await expect(chatButton(visitor)).toBeVisible();
  await openExclusions();
  await add('Add a country', 'France');
  await save();
  await expect(chatButton(visitor)).toBeHidden();
  await expect(chatButton(other)).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('heading', { name: 'A strict page' })).toBeVisible();
  await expectListedWithout('/other.htm', '/open.htm');
  await expect(chatButton(visitor)).toBeHidden();
});

test('lists that somebody else has changed are not overwritten; what is not saved is not lost by leaving', async () => {
  await openExclusions();
  await add('Add a page', 'mine.htm');
  const lists = { pages: ['theirs.htm'], addresses: [], keywordsAndReferrers: [], countries: [], version: 0 };
  await site.api.call('PUT', `/sites/${site.siteId}/exclusions`, exclusionsSchema, lists);
  await site.console.getByRole('link', { name: 'Alerts' }).click();
  await site.console.getByRole('button', { name: 'Stay' }).click();
  await site.console.getByRole('button', { name: 'Save' }).click();
  await expect(site.console.getByText('Somebody else changed this')).toBeVisible();
  await expect(entries('Pages')).toContainText('mine.htm');
  await site.console.getByRole('button', { name: 'Reload' }).click();
  await expect(entries('Pages')).toContainText('theirs.htm');
  await expect(entries('Pages')).not.toContainText('mine.htm');
});

test('a count that takes long is said to be under way, and given up when the lists change', async () => {
  await openExclusions();
  let isHeld = false;
  await site.console.route('**/exclusions/dry-run', (route) => {
    if (isHeld) return route.continue();
    isHeld = true; // and never answered
  });
  const givenUp = site.console.waitForEvent('requestfailed', (request) => request.url().endsWith('/dry-run'));
  await add('Add a page', 'a.htm');
  await expect(entries('Pages')).toContainText('Counting…');
  await expect(site.console.getByText('Looking at the visits of the last 30 days…')).toBeVisible();
  await add('Add a page', 'b.htm');
  await givenUp;
  await expect(entries('Pages').getByRole('listitem')).toHaveText([/0 page views/, /0 page views/]);
  await expect(site.console.getByText('Looking at the visits of the last 30 days…')).toBeHidden();
});

test('axe finds nothing serious or critical and nothing is cut off', async () => {
  await site.visit('/support/a.htm');
  await expect(await liveRow('/support/a.htm')).toBeVisible();
  const console_ = await site.openConsole('settings/exclusions');
  await expect(console_.getByText('No country is excluded.', { exact: false })).toBeVisible();
  await expectAccessibleInEveryLook(console_, 'empty lists');
  await console_.getByRole('button', { name: 'Exclude my own address' }).click();
  await console_.getByLabel('Add a page').fill('support/*.*');
  await console_.getByLabel('Add a page').press('Enter');
  const country = console_.getByRole('combobox', { name: 'Add a country' });
  await country.fill('Germny');
  await country.press('Enter');
  await expect(console_.getByRole('button', { name: 'Use Germany' })).toBeVisible();
  await expect(console_.getByText('Excluded by', { exact: false })).toBeVisible();
  await expectAccessibleInEveryLook(console_, 'lists with entries');
});
