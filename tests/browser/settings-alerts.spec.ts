/** Alerts and referring sites, set up from empty by an administrator, and what they then do to visitors. */
import { alertListSchema } from '@foyer/protocol/alert';
import { inviteSchema } from '@foyer/protocol/invite';
import { notificationsSchema, savedNotificationsSchema } from '@foyer/protocol/notifications';
import { expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// Slow machines draw late: what is waited for is that it happens, not how soon.
const expect = promptly.configure({ timeout: 20_000 });
test.describe.configure({ timeout: 150_000 });

const google = 'https://www.google.com/';
/** What a browser without a window says of itself is believed of this machine only; from elsewhere it is a spider. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36';
/** A visitor as the proxy tells their address. */
const from = (address: string) => ({ context: { userAgent, extraHTTPHeaders: { 'x-forwarded-for': address } } });

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

const openSettings = (path: string) => site.console.goto(`${foyer.operatorUrl}/console/settings/${path}`);
const saveButton = () => site.console.getByRole('button', { name: 'Save' });
const field = (name: string) => site.console.getByRole('textbox', { name, exact: true });
/** A switch lies under the picture of it, and its description is part of its name. */
const turn = (name: string, on = true) =>
  site.console.getByRole('switch', { name: new RegExp(`^${name}`) }).setChecked(on, { force: true });
const alerts = () => site.console.getByRole('list', { name: 'Alerts in order' });
const alertNames = () => alerts().getByRole('link', { name: /^Edit/ }).allTextContents();
const alertRow = (name: string) =>
  alerts()
    .getByRole('listitem')
    .filter({ has: site.console.getByRole('link', { name: `Edit ${name}`, exact: true }) });

/** Opens the form of a new alert, as one does from the list. */
async function newAlert(name: string): Promise<void> {
  await openSettings('alerts');
  await site.console.getByRole('button', { name: 'Add alert' }).click();
  await expect(site.console.getByRole('heading', { name: 'New alert', level: 1 })).toBeVisible();
  await field('Name').fill(name);
}

async function saveAlert(name: string): Promise<void> {
  await saveButton().click();
  await expect(alertRow(name)).toBeVisible();
}

/** The row of the live list that shows a page, on the screen of Visitors. */
async function liveRow(page: string) {
  const { console: console_ } = site;
  if (!console_.url().endsWith('/visitors')) await console_.goto(`${foyer.operatorUrl}/console/visitors`);
  return console_.getByRole('row').filter({ hasText: page });
}

async function expectAlert(page: string, alert: string): Promise<void> {
  await expect(await liveRow(page)).toContainText(alert);
}

async function chooseSites(...names: string[]): Promise<void> {
  await site.console.getByText('These sites', { exact: true }).click();
  const choice = site.console.getByRole('combobox', { name: 'Referring sites' });
  for (const name of names) {
    await choice.fill(name);
    await site.console.getByRole('option', { name, exact: true }).click();
  }
}

test('S-010 by referrer, entry page and keywords, all three at once', async () => {
  await newAlert('Shoe advertisement');
  await chooseSites('Google');
  await field('Entry pages').fill('shoes/*');
  await field('Keywords').fill('red shoes');
  await expect(site.console.getByRole('complementary')).toContainText(
    'When a visitor comes from Google, enters on a page that matches “shoes/*” and has searched for or was sent by “red shoes”, the visit gets this alert.',
  );
  await saveAlert('Shoe advertisement');
  await site.visit('/shoes/all-three', { referer: `${google}search?q=shoes+red` });
  await site.visit('/shoes/other-words', { referer: `${google}search?q=blue+shoes` });
  await site.visit('/hats/other-page', { referer: `${google}search?q=red+shoes` });
  await site.visit('/shoes/other-site', { referer: 'https://www.bing.com/search?q=red+shoes' });
  await expectAlert('/shoes/all-three', 'Shoe advertisement');
  for (const page of ['/shoes/other-words', '/hats/other-page', '/shoes/other-site'])
    await expectAlert(page, 'All visitors');
});

test('S-011 visitors of an alert, live and by date, and how many it has reached', async () => {
  await newAlert('Sales');
  await field('Entry pages').fill('sales*');
  await saveAlert('Sales');
  await expect(alertRow('Sales')).toContainText('0 visits');
  await site.visit('/sales.htm');
  await site.visit('/about.htm');
  await expectAlert('/sales.htm', 'Sales');
  await expectAlert('/about.htm', 'All visitors');

  // Live: the list shows one alert's visitors.
  await site.console.getByRole('button', { name: /Filter/ }).click();
  await site.console.getByRole('combobox', { name: /Alert/ }).click();
  await site.console.getByRole('option', { name: 'Sales', exact: true }).click();
  await expect(await liveRow('/about.htm')).toBeHidden();
  await expect(await liveRow('/sales.htm')).toBeVisible();

  // By date: each visit keeps its alert and its day.
  await site.console.goto(`${foyer.operatorUrl}/console/visits`);
  const visit = site.console.getByRole('row').filter({ hasText: '/sales.htm' });
  await expect(visit).toContainText('Sales');
  await expect(visit.getByRole('time')).toBeVisible();

  await openSettings('alerts');
  await expect(alertRow('Sales')).toContainText('1 visit · 50% of all');
});

test('S-012 the first that matches wins, in the order of the list', async () => {
  for (const name of ['Wide', 'Narrow']) {
    await newAlert(name);
    await field('Entry pages').fill(name === 'Wide' ? 'shop/*' : 'shop/shoes*');
    await saveAlert(name);
  }
  await site.visit('/shop/shoes1');
  await expectAlert('/shop/shoes1', 'Wide');

  // Moved by the keyboard: picked up, moved, put down.
  await openSettings('alerts');
  await site.console.getByRole('button', { name: 'Move Narrow' }).focus();
  await site.console.keyboard.press('Space');
  await expect(site.console.getByText(/Narrow is (picked up|now number 2 of 2)/)).toBeAttached();
  // The list listens for arrows a moment after it has said so; at the top, one more changes nothing.
  await expect(async () => {
    await site.console.keyboard.press('ArrowUp');
    await expect(site.console.getByText('Narrow is now number 1 of 2.')).toBeAttached({ timeout: 1000 });
  }).toPass();
  await site.console.keyboard.press('Space');
  await expect.poll(alertNames).toEqual(['Narrow', 'Wide', 'All visitors']);
  await site.console.reload();
  await expect.poll(alertNames).toEqual(['Narrow', 'Wide', 'All visitors']);
  await site.visit('/shop/shoes2');
  await site.visit('/shop/hats');
  await expectAlert('/shop/shoes2', 'Narrow');
  await expectAlert('/shop/hats', 'Wide');
});

test('S-013 All visitors is there from the start and stays last; it can only be switched off', async () => {
  await openSettings('alerts');
  await expect.poll(alertNames).toEqual(['All visitors']);
  await site.visit('/before');
  await newAlert('Nobody');
  await field('Entry pages').fill('nowhere');
  await saveAlert('Nobody');
  expect(await alertNames()).toEqual(['Nobody', 'All visitors']);
  await expect(site.console.getByRole('button', { name: 'Move All visitors' })).toHaveCount(0);
  await site.console.getByRole('button', { name: 'More for All visitors' }).click();
  await expect(site.console.getByRole('menuitem', { name: 'Copy' })).toBeVisible();
  await expect(site.console.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0);
  await site.console.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(field('Name')).toBeDisabled();
  await expect(field('Entry pages')).toHaveCount(0);
  await turn('Enabled', false);
  await saveButton().click();
  await expect(alertRow('All visitors')).toContainText('Off');
  await site.visit('/after');
  await expectAlert('/before', 'All visitors');
  await expect(await liveRow('/after')).toBeVisible();
  await expect(await liveRow('/after')).not.toContainText('All visitors');
});

test('S-014 below one that takes everybody nothing is reached: it is marked, and the way leads to what blocks it', async () => {
  for (const name of ['Everybody', 'Late']) {
    await newAlert(name);
    if (name === 'Late') await field('Entry pages').fill('late*');
    await saveAlert(name);
  }
  await expect(alertRow('Late')).toContainText('Never reached. “Everybody” stands above it and takes every visit.');
  await site.visit('/late');
  await expectAlert('/late', 'Everybody');
  await openSettings('alerts');
  await alertRow('Late').getByRole('link', { name: '“Everybody”' }).click();
  await expect(field('Name')).toHaveValue('Everybody');
  await field('Entry pages').fill('only-here');
  await saveAlert('Everybody');
  await expect(alertRow('Late')).not.toContainText('Never reached');
  await site.visit('/late-again');
  await expectAlert('/late-again', 'Late');
});

test('S-015 an alert has a name; without one it is refused beside the field, and what was typed stays', async () => {
  await newAlert('   ');
  await field('Entry pages').fill('re:(');
  await saveButton().click();
  await expect(field('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('Name')).toBeFocused();
  await expect(site.console.getByText('Give it a name')).toBeVisible();
  await field('Name').fill('Found by name');
  await saveButton().click();
  await expect(field('Entry pages')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('Entry pages')).toHaveValue('re:(');
  await field('Entry pages').fill('named');
  await saveAlert('Found by name');
  await site.visit('/named');
  await expectAlert('/named', 'Found by name');
});

test('S-016 an alert sends its invite', async () => {
  const invite = { name: 'Need help?', altText: 'Need a hand? Chat with us' };
  await site.api.call('POST', `/sites/${site.siteId}/invites`, inviteSchema, invite);
  await newAlert('Greeted');
  await field('Entry pages').fill('greet-me');
  await site.console.getByRole('combobox', { name: 'Send an invite' }).click();
  await site.console.getByRole('option', { name: 'Need help?' }).click();
  await expect(site.console.getByRole('complementary')).toContainText('Then the invite “Need help?” is sent.');
  await saveAlert('Greeted');
  const other = await site.visit('/leave-me-alone');
  const visitor = await site.visit('/greet-me');
  await expect(visitor.getByRole('button', { name: invite.altText })).toBeVisible();
  await expectAlert('/leave-me-alone', 'All visitors');
  await expect(other.getByRole('button', { name: invite.altText })).toHaveCount(0);
});

test('S-017 an alert writes to the visitor whose address is known, once the site agrees', async () => {
  await newAlert('Thanked');
  await field('Entry pages').fill('thanks');
  await turn('E-mail to the visitor');
  // It says what is missing, and where.
  await expect(site.console.getByText('The site does not send mail to visitors', { exact: false })).toBeVisible();
  await field('E-mail to staff').fill('sales@shop.example');
  await saveAlert('Thanked');
  const notifications = `/sites/${site.siteId}/notifications`;
  const { version } = await site.api.call('GET', notifications, notificationsSchema);
  await site.api.call('PUT', notifications, savedNotificationsSchema, { emailVisitors: true, version });
  // A page that is excluded opens no visit, but a visitor may say there who they are.
  await site.api.call('PUT', `/sites/${site.siteId}/exclusions`, z.unknown(), { pages: ['sign-in'], version: 0 });

  const visitor = await site.visit('/sign-in');
  await expect(visitor.getByRole('button', { name: /chat|message/i })).toBeVisible(); // the script is there
  await visitor.evaluate(() =>
    (window as unknown as { foyer: (...given: unknown[]) => void }).foyer('identify', {
      email: 'vera@visitor.example',
    }),
  );
  await visitor.goto(`${site.hostUrl}/thanks`);
  await expectAlert('/thanks', 'Thanked');
  await openSettings('outbox');
  const outbox = site.console.getByRole('table', { name: 'Outbox, newest first' });
  for (const address of ['vera@visitor.example', 'sales@shop.example'])
    await expect(outbox.getByRole('row').filter({ hasText: address })).toContainText('Thanked');
});

test('S-018 an alert pops up at every operator', async () => {
  await newAlert('Look who is here');
  await field('Entry pages').fill('vip');
  await turn('Pop-up to all operators');
  await saveAlert('Look who is here');
  const colleague = await site.openConsole('settings/general');
  await site.visit('/ordinary');
  await expectAlert('/ordinary', 'All visitors');
  await site.visit('/vip');
  for (const page of [site.console, colleague]) {
    await expect(page.getByRole('article').filter({ hasText: 'Look who is here' })).toBeVisible();
    await expect(page.getByRole('article')).toHaveCount(1);
  }
});

test('S-019 only from the search engines that are named', async () => {
  await newAlert('Two engines');
  await site.console.getByText('These sites', { exact: true }).click();
  await saveButton().click();
  await expect(site.console.getByText('Choose at least one site, or Anywhere')).toBeVisible();
  await chooseSites('Bing', 'DuckDuckGo');
  await saveAlert('Two engines');
  await expect(alertRow('Two engines')).toContainText('From Bing or DuckDuckGo');
  await site.visit('/by-bing', { referer: 'https://www.bing.com/' });
  await site.visit('/by-duck', { referer: 'https://duckduckgo.com/' });
  await site.visit('/by-google', { referer: google });
  await site.visit('/by-hand');
  await expectAlert('/by-bing', 'Two engines');
  await expectAlert('/by-duck', 'Two engines');
  await expectAlert('/by-google', 'All visitors');
  await expectAlert('/by-hand', 'All visitors');
});

test('S-020 Anywhere takes any referrer, and direct entries too', async () => {
  await newAlert('From anywhere');
  await expect(site.console.getByRole('radio', { name: 'Anywhere' })).toBeChecked();
  await field('Entry pages').fill('any/*');
  await saveAlert('From anywhere');
  await site.visit('/any/direct');
  await site.visit('/any/google', { referer: google });
  await site.visit('/any/unheard-of', { referer: 'https://unheard-of.example/page' });
  for (const page of ['direct', 'google', 'unheard-of']) await expectAlert(`/any/${page}`, 'From anywhere');
});

test('S-021 the list of referring sites is ours: name, hosts, phrase parameter; alerts follow', async () => {
  await openSettings('referring-sites');
  const tester = site.console.getByRole('textbox', { name: 'Which site is this referrer, and which phrase?' });
  await tester.fill('https://find.forum.example/search?words=red+shoes');
  await expect(site.console.getByText('find.forum.example belongs to none of these sites.')).toBeVisible();

  await site.console.getByRole('button', { name: 'Add site' }).click();
  const form = site.console.getByRole('dialog', { name: 'New referring site' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Forum');
  await form.getByRole('textbox', { name: 'Hosts' }).fill('https://forum.example/');
  await form.getByRole('textbox', { name: 'Query-string field of the search phrase' }).fill('words');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Entry 1: must be a host name', { exact: false })).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Hosts' })).toHaveValue('https://forum.example/');
  await form.getByRole('textbox', { name: 'Hosts' }).fill('forum.example\n*.forum.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(site.console.getByText('It is Forum. The search phrase is “red shoes”.')).toBeVisible();

  await newAlert('Forum people');
  await chooseSites('Forum');
  await field('Keywords').fill('shoes');
  await saveAlert('Forum people');
  await site.visit('/by-forum', { referer: 'https://find.forum.example/search?words=red+shoes' });
  await site.visit('/by-google', { referer: `${google}search?q=shoes` });
  await expectAlert('/by-forum', 'Forum people');
  await expectAlert('/by-google', 'All visitors');

  // One that alerts ask for is not deleted; a new name is theirs too.
  await openSettings('referring-sites');
  await site.console.getByRole('button', { name: 'More for Forum' }).click();
  await site.console.getByRole('menuitem', { name: 'Delete' }).click();
  const refusal = site.console.getByRole('dialog', { name: '“Forum” is asked for' });
  await expect(refusal.getByRole('link', { name: '“Forum people”' })).toBeVisible();
  await refusal.getByRole('button', { name: 'Close' }).last().click();
  await site.console.getByRole('button', { name: 'Edit Forum' }).click();
  const editor = site.console.getByRole('dialog', { name: 'Referring site' });
  await editor.getByRole('textbox', { name: 'Name' }).fill('Our forum');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toBeHidden();
  await openSettings('alerts');
  await expect(alertRow('Forum people')).toContainText('From Our forum');
});

test('S-021 referring sites are deleted, put back, and put in order; the default list comes back', async () => {
  await openSettings('referring-sites');
  const sites = site.console.getByRole('list', { name: 'Referring sites in order' });
  const names = () => sites.getByRole('button', { name: /^Edit/ }).allTextContents();
  await expect(sites).toBeVisible();
  const before = await names();
  expect(before.slice(0, 2)).toEqual(['Gmail', 'Outlook']);
  await site.console.getByRole('button', { name: 'More for Outlook' }).click();
  await site.console.getByRole('menuitem', { name: 'Delete' }).click();
  await expect.poll(names).toEqual(before.filter((name) => name !== 'Outlook'));
  await site.console.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(names).toEqual(before);

  await site.console.getByRole('button', { name: 'Move Outlook' }).focus();
  await site.console.keyboard.press('Space');
  await expect(site.console.getByText(/Outlook is (picked up|now number 2)/)).toBeAttached();
  await site.console.keyboard.press('ArrowUp');
  await expect(site.console.getByText(/Outlook is now number 1 of/)).toBeAttached();
  await site.console.keyboard.press('Space');
  await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['Outlook', 'Gmail']);

  await site.console.getByRole('button', { name: 'Reset to the default list' }).click();
  await expect.poll(names).toEqual(before);
  await expect(site.console.getByText('This is the list that Foyer comes with.')).toBeVisible();
  await site.console.getByRole('searchbox', { name: 'Find a site' }).fill('duck');
  await expect.poll(names).toEqual(['DuckDuckGo']);
});

test('S-022 only visitors with an organisation of their own', async () => {
  const state = `/sites/${site.siteId}/alerts/organisation-state`;
  const readState = async () =>
    (await site.api.call('GET', state, z.object({ organisations: z.string() }))).organisations;
  await expect.poll(readState).toBe('ready'); // compiled once, on a fresh data folder
  await newAlert('Companies');
  await turn('Only visitors with an organisation of their own');
  await saveAlert('Companies');
  await site.visit('/by-university', from('133.11.93.1'));
  await site.visit('/by-provider', from('83.0.101.7'));
  await expectAlert('/by-university', 'Companies');
  await expectAlert('/by-provider', 'All visitors');
});

test('S-023 by the page they enter on, not by those they go to', async () => {
  await newAlert('Entered by sales');
  await field('Entry pages').fill('sales.htm\nprices.htm');
  await saveAlert('Entered by sales');
  await site.visit('/prices.htm');
  const visitor = await site.visit('/home.htm');
  await expectAlert('/home.htm', 'All visitors');
  await visitor.goto(`${site.hostUrl}/sales.htm`);
  await expectAlert('/sales.htm', 'All visitors');
  await expectAlert('/prices.htm', 'Entered by sales');
});

test('S-024 without an entry page, any is one', async () => {
  await newAlert('Any page');
  await chooseSites('Google');
  await expect(field('Entry pages')).toHaveValue('');
  await site.console.getByRole('textbox', { name: 'Does this address match?' }).fill('/whatever/page.htm');
  await expect(site.console.getByText('Yes: without a pattern, every page does.')).toBeVisible();
  await saveAlert('Any page');
  await site.visit('/whatever/page.htm', { referer: google });
  await site.visit('/', { referer: google });
  await expectAlert('/whatever/page.htm', 'Any page');
});

test('S-025 entry pages with wildcards and query string, and a place to try them', async () => {
  await newAlert('AdWords');
  await field('Entry pages').fill('*source=adwords');
  const address = site.console.getByRole('textbox', { name: 'Does this address match?' });
  await address.fill('https://shop.example/x.htm?y=1&source=adwords');
  await expect(site.console.getByText('Yes: “*source=adwords”')).toBeVisible();
  await address.fill('https://shop.example/?source=adwords&x=1');
  await expect(site.console.getByText('No: the pattern does not match it.')).toBeVisible();
  await saveAlert('AdWords');
  await site.visit('/x.htm?y=1&source=adwords');
  await site.visit('/?source=adwords&x=1');
  await expectAlert('/x.htm?y=1&source=adwords', 'AdWords');
  await expectAlert('/?source=adwords&x=1', 'All visitors');
});

test('S-026 by keywords: in the search phrase, or in utm_term of the entry page', async () => {
  await newAlert('Lamps');
  await field('Keywords').fill('desk lamp\nlantern');
  await saveAlert('Lamps');
  await site.visit('/by-phrase', { referer: `${google}search?q=a+LAMP+for+my+desk` });
  await site.visit('/by-campaign?utm_term=lantern');
  await site.visit('/by-half', { referer: `${google}search?q=lamp` });
  await expectAlert('/by-phrase', 'Lamps');
  await expectAlert('/by-campaign', 'Lamps');
  await expectAlert('/by-half', 'All visitors');
});

test('S-027 by IP addresses with wildcards and networks', async () => {
  await newAlert('The office');
  await field('DNS names and IP addresses').fill('not an address');
  await saveButton().click();
  await expect(
    site.console.getByText('Entry 1: must be an IP address, a network, or a DNS name', { exact: false }),
  ).toBeVisible();
  await field('DNS names and IP addresses').fill('81.2.69.*\n2001:db8::/32\n*.office.example');
  await saveAlert('The office');
  await site.visit('/by-office', from('81.2.69.160'));
  await site.visit('/by-six', from('2001:db8::7'));
  await site.visit('/by-other', from('90.1.2.3'));
  await expectAlert('/by-office', 'The office');
  await expectAlert('/by-six', 'The office');
  await expectAlert('/by-other', 'All visitors');
});

test('W-126 to W-128 mark, cost and click fraud are kept; a wrong cost is refused beside its field', async () => {
  await newAlert('Paid');
  await site.console.getByRole('radio', { name: 'Advertisement' }).check({ force: true });
  await field('Colour').fill('#2f9e44');
  await field('Entry pages').fill('paid*');
  await turn('Paid listing');
  await field('Cost of one entry').fill('-3');
  await saveButton().click();
  await expect(field('Cost of one entry')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('Cost of one entry')).toHaveValue('-3');
  await field('Cost of one entry').fill('0.35');
  await turn('Watch for click fraud');
  await field('Entries from one address in a day that are still fine').fill('5');
  const words = site.console.getByRole('complementary');
  await expect(words).toContainText('Each entry is a paid one, and costs £0.35.');
  await expect(words).toContainText('More than 5 entries from one address in a day raise an exception.');
  await turn('Webhook');
  await turn('Shadow: try it without anybody noticing');
  await saveAlert('Paid');
  const { items } = await site.api.call('GET', `/sites/${site.siteId}/alerts`, alertListSchema);
  expect(items[0]).toMatchObject({
    icon: 'ad',
    color: '#2f9e44',
    paid: { cost: { fixed: '0.35' }, clickFraud: { entriesPerDay: 5 } },
    shadow: true,
    actions: { webhook: true },
  });
  // In shadow it takes nobody, but tells whom it would have had.
  await site.visit('/paid');
  await expectAlert('/paid', 'All visitors');
  await openSettings('alerts');
  await expect(alertRow('Paid')).toContainText('would have had 1 · 100% of all');

  // For real, and one entry more than is fine.
  await site.console.getByRole('link', { name: 'Edit Paid', exact: true }).click();
  await turn('Shadow: try it without anybody noticing', false);
  await field('Entries from one address in a day that are still fine').fill('1');
  await saveAlert('Paid');
  await site.console.goto(`${foyer.operatorUrl}/console/exceptions`);
  await expect(site.console.getByRole('heading', { name: 'No exceptions' })).toBeVisible();
  await site.visit('/paid?first');
  await site.visit('/paid?second');
  const exception = site.console.getByRole('row').filter({ hasText: 'more than 1 entry' });
  await expect(exception).toContainText('Paid');
  await expect(exception).toContainText('127.0.0.1');
  await expectAccessible(site.console);
  await site.console.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(site.console, '390 px');
  await site.console.setViewportSize({ width: 1440, height: 900 });
  // It leads to the visit that went beyond.
  await exception.getByRole('link', { name: 'Click fraud' }).click();
  await expect(site.console.getByRole('complementary', { name: 'Visit' })).toContainText('/paid?second');
});

test('an alert is copied, deleted and put back; a change by somebody else is not overwritten', async () => {
  await newAlert('First');
  await field('Keywords').fill('one');
  await saveAlert('First');
  const more = () => site.console.getByRole('button', { name: 'More for First', exact: true }).click();
  await more();
  await site.console.getByRole('menuitem', { name: 'Copy' }).click();
  await expect.poll(alertNames).toEqual(['First', 'First copy', 'All visitors']);
  await expect(alertRow('First copy')).toContainText('Off');
  await more();
  await site.console.getByRole('menuitem', { name: 'Delete' }).click();
  await expect.poll(alertNames).toEqual(['First copy', 'All visitors']);
  await site.console.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(alertNames).toEqual(['First', 'First copy', 'All visitors']);

  await site.console.getByRole('link', { name: 'Edit First', exact: true }).click();
  await field('Keywords').fill('mine');
  const path = `/sites/${site.siteId}/alerts`;
  for (const { id, builtIn: _builtIn, ...change } of (await site.api.call('GET', path, alertListSchema)).items)
    if (change.name === 'First')
      await site.api.call('PUT', `${path}/${id}`, z.unknown(), { ...change, keywords: ['theirs'] });
  await saveButton().click();
  await expect(site.console.getByText('Somebody else changed this')).toBeVisible();
  await expect(field('Keywords')).toHaveValue('mine');
  await site.console.getByRole('button', { name: 'Reload' }).click();
  await expect(field('Keywords')).toHaveValue('theirs');
  await field('Keywords').fill('mine again');
  await site.console.getByRole('link', { name: 'Exclusions' }).click();
  await site.console.getByRole('button', { name: 'Stay' }).click();
  await saveAlert('First');
  await expect(alertRow('First')).toContainText('mine again');
});

test('axe finds nothing serious or critical and nothing is cut off', async () => {
  const console_ = await site.openConsole('');
  const make = (alert: object) =>
    site.api.call('POST', `/sites/${site.siteId}/alerts`, z.object({ id: z.string() }), alert);
  const items = [{ name: 'Google', hosts: ['google.*', '*.google.*'], phraseParameter: 'q' }];
  await site.api.call('PUT', `/sites/${site.siteId}/referring-sites`, z.unknown(), { version: 0, items });
  const { id } = await make({ name: 'Paid', paid: { cost: { fixed: '1' } }, actions: { emailVisitor: true } });
  await make({ name: 'Late', shadow: true, keywords: ['a'], searchEngines: ['Google'] });
  for (const [path, shown] of [
    ['alerts', 'Never reached'],
    ['alerts/new', 'In words'],
    [`alerts/${id}`, 'Switch it on in Notifications'],
    ['referring-sites', 'Reset to the default list'],
  ] as const) {
    await console_.goto(`${foyer.operatorUrl}/console/settings/${path}`);
    await expect(console_.getByText(shown).first()).toBeVisible();
    await expectAccessibleInEveryLook(console_, path);
  }
  await console_.getByRole('button', { name: 'Edit Google' }).click();
  await expect(console_.getByRole('dialog', { name: 'Referring site' })).toBeVisible();
  await expectAccessibleInEveryLook(console_, 'a referring site');
});
