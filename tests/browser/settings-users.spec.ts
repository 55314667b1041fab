/** Users, departments, API keys and one's own account, as administrators and those they invite meet them. */
import { type Browser, type BrowserContextOptions, type Page, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { ApiClient } from '../support/api-client.ts';
import { totp } from '../support/totp.ts';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

// Up to three consoles at once: on a busy machine a page takes its time to open.
const expect = promptly.configure({ timeout: 20_000 });

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
}

/** Signs in with a password, wherever that leads. */
async function enter(page: Page, account: { email: string; password: string }): Promise<void> {
  await page.goto(`${foyer.operatorUrl}/console/`);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Somebody with a password, made by the API. */
async function addSomebody(name: string, role = 'operator', siteIds: string[] = []) {
  const api = await ApiClient.signIn(foyer.operatorUrl, administrator.email, administrator.password);
  const account = { email: `${name.toLowerCase()}@example.com`, password: `the password of ${name}` };
  const { id } = await api.call('POST', '/users', z.object({ id: z.string() }), { name, role, siteIds, ...account });
  return { id, name, ...account };
}

test('somebody is invited from the list, chooses a password, and answers their first chat', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Invited shop');
  await site.api.call('POST', `/sites/${site.siteId}/departments`, z.object({}), { name: 'Sales' });
  await site.console.goto(`${foyer.operatorUrl}/console/settings/users`);
  await site.console.getByRole('button', { name: 'Invite user' }).click();
  await site.console.getByRole('textbox', { name: 'Name' }).fill('Grace');
  await site.console.getByRole('textbox', { name: 'E-mail' }).fill('grace at example');
  await site.console.getByRole('radio', { name: 'Operator' }).check();
  await site.console.getByRole('button', { name: 'Invite', exact: true }).click();
  // Refused beside the field, in words; what was typed stays.
  await expect(site.console.getByText('must be one e-mail address such as ann@example.com')).toBeVisible();
  await expect(site.console.getByRole('textbox', { name: 'E-mail' })).toHaveValue('grace at example');
  await site.console.getByRole('textbox', { name: 'E-mail' }).fill('grace@example.com');
  await site.console.getByRole('combobox', { name: 'Departments on Invited shop' }).click();
  await site.console.getByRole('option', { name: 'Sales' }).click();
  await site.console.keyboard.press('Tab');
  await expect(site.console.getByText('No site has a mail server')).toBeVisible();
  await site.console.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await site.console.getByRole('region', { name: 'One-time link' }).innerText();
  await site.console.getByRole('button', { name: 'Done' }).click();
  const row = site.console.getByRole('listitem').filter({ hasText: 'grace@example.com' });
  await expect(row).toContainText('Invited');
  await expect(row).toContainText('Sales');

  const grace = await openPage(browser);
  await grace.goto(link);
  await expect(grace.getByRole('heading', { name: 'Welcome to Foyer' })).toBeVisible();
  expect(grace.url()).not.toContain('#');
  await expectAccessible(grace, 'welcome');
  await grace.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper');
  await grace.getByRole('textbox', { name: 'Password' }).fill('qwertyuiop');
  await grace.getByRole('button', { name: 'Set password and begin' }).click();
  await expect(grace.getByText('is one of the most common passwords')).toBeVisible();
  await grace.getByRole('textbox', { name: 'Password' }).fill('nanoseconds of wire');
  await grace.getByRole('button', { name: 'Set password and begin' }).click();
  await expect(grace.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();

  const visitor = await site.visit('/');
  await visitor.getByRole('button', { name: /chat/i }).first().click();
  const chat = visitor.frameLocator('iframe');
  await chat.getByLabel('Name (optional)').fill('Vera');
  await chat.getByLabel('Your question').fill('Is anybody there?');
  await chat.getByRole('button', { name: 'Start chat' }).click();
  await grace.getByRole('link', { name: /^Chats/ }).click();
  await grace.getByRole('button', { name: 'Accept chat with Vera' }).click();
  await expect(grace.getByRole('log', { name: 'Conversation' })).toContainText('Is anybody there?');
  await expect(chat.getByText('Grace Hopper').first()).toBeVisible();

  // The link is used up, and says so.
  const other = await openPage(browser);
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  await site.console.reload();
  await expect(row).toContainText('Active');
  await Promise.all([grace.context().close(), other.context().close(), site.close()]);
});

test('a second factor is set up, asked for, and replaced by a recovery code; each code works once', async ({
  browser,
}) => {
  const somebody = await addSomebody('Hedy', 'administrator');
  const page = await openPage(browser);
  await enter(page, somebody);
  await page.getByRole('button', { name: 'Account: Hedy' }).click();
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up two-factor sign-in' });
  await dialog.getByRole('textbox', { name: 'Your present password' }).fill('not the password');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('is not your present password')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Your present password' }).fill(somebody.password);
  await dialog.getByRole('button', { name: 'Next' }).click();
  const picture = dialog.getByRole('img', { name: 'QR code for your authenticator app' });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expectAccessible(page, 'QR code');
  const key = await dialog.getByRole('region', { name: 'Key for your authenticator app' }).innerText();
  const code = totp(key, Date.now());
  await dialog.getByRole('textbox', { name: 'Code of your app' }).fill(code);
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
  const recoveryCodes = await dialog
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allInnerTexts();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left')).toBeVisible();

  // In another browser: the password, then the code, and not the one that was used already.
  const phone = await openPage(browser);
  await enter(phone, somebody);
  await expect(phone.getByText('Your password is right.')).toBeVisible();
  await expectAccessible(phone, 'second step');
  await phone.getByRole('textbox', { name: 'Code' }).fill(code);
  await phone.getByRole('button', { name: 'Continue' }).click();
  await expect(phone.getByText('was used already')).toBeVisible();
  await phone.getByRole('textbox', { name: 'Code' }).fill(totp(key, Date.now() + 30_000));
  await phone.getByRole('button', { name: 'Continue' }).click();
  await expect(phone.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();

  const lost = await openPage(browser);
  await enter(lost, somebody);
  await lost.getByRole('textbox', { name: 'Code' }).fill(String(recoveryCodes[0]));
  await lost.getByRole('button', { name: 'Continue' }).click();
  await expect(lost.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  await lost.goto(`${foyer.operatorUrl}/console/account`);
  await expect(lost.getByText('9 recovery codes left')).toBeVisible();
  await lost.getByRole('button', { name: 'Turn off' }).click();
  await lost.getByRole('dialog').getByRole('textbox', { name: 'Your present password' }).fill(somebody.password);
  await lost.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await expect(lost.getByRole('button', { name: 'Set up' })).toBeVisible();
  await Promise.all([page, phone, lost].map((one) => one.context().close()));
});

test('a session that is ended closes the other browser at once', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Session shop');
  const somebody = await addSomebody('Ida', 'operator', [site.siteId]);
  const [here, there, third] = await Promise.all([openPage(browser), openPage(browser), openPage(browser)]);
  for (const page of [here, there, third]) {
    await enter(page, somebody);
    await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  }
  await here.goto(`${foyer.operatorUrl}/console/account`);
  const sessions = here.getByRole('list', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(3);
  await expect(sessions.getByText('This one')).toHaveCount(1);
  await sessions
    .getByRole('button', { name: /End the session/ })
    .first()
    .click();
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  const signInPages = () =>
    Promise.all([there, third].map((page) => page.getByRole('heading', { name: 'Sign in' }).count()));
  await expect.poll(async () => (await signInPages()).sort()).toEqual([0, 1]);
  await here.getByRole('button', { name: 'End all others' }).click();
  await expect.poll(signInPages).toEqual([1, 1]);
  await expect(here.getByRole('heading', { name: 'My account' })).toBeVisible();

  // An administrator ends the last one.
  await site.console.goto(`${foyer.operatorUrl}/console/settings/users/${somebody.id}`);
  await site.console.getByRole('button', { name: /End the session/ }).click();
  await expect(here.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await Promise.all([here, there, third].map((page) => page.context().close()));
  await site.close();
});

test('an API key that may read is refused to write, and refused altogether once revoked', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Key shop');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/api-keys`);
  await page.getByRole('button', { name: 'Add API key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Archive');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByText('choose at least one thing that the key may do')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Archive');
  await page.getByRole('radiogroup', { name: 'Settings' }).getByText('Read', { exact: true }).click();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const token = await page.getByRole('region', { name: 'API key', exact: true }).innerText();
  expect(token).toMatch(/^foyer_[\w-]{43}$/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Archive' });
  await expect(row).toContainText('reads settings');
  await expect(row).not.toContainText(token);

  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${foyer.operatorUrl}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return [answer.status, ((await answer.json()) as { detail?: string }).detail];
  };
  expect((await call('GET', `sites/${site.siteId}/alerts`))[0]).toBe(200);
  expect(await call('POST', `sites/${site.siteId}/alerts`, { name: 'By a program' })).toEqual([
    403,
    'This needs an API key with the scope settings:write',
  ]);
  expect((await call('GET', `sites/${site.siteId}/chats`))[0]).toBe(403);
  expect(await call('GET', 'me')).toEqual([403, 'No API key can be used here']);

  await page.reload();
  await expect(row).toContainText('last used');
  await row.getByRole('button', { name: 'Revoke Archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('heading', { name: 'No API keys' })).toBeVisible();
  expect((await call('GET', `sites/${site.siteId}/alerts`))[0]).toBe(401);
  await site.close();
});

test('a department and a skill are added, refused when there are two, deleted and brought back', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Department shop');
  await addSomebody('Joan', 'operator', [site.siteId]);
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/departments`);
  await page.getByRole('button', { name: 'Add department' }).click();
  const form = page.getByRole('dialog', { name: 'New department' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Sales');
  await form.getByRole('combobox', { name: 'Operators' }).click();
  await page.getByRole('option', { name: 'Joan' }).click();
  await page.keyboard.press('Tab');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const departments = page.getByRole('list', { name: 'Departments' });
  await expect(departments.getByRole('listitem')).toHaveText(/Sales.*Joan/s);

  await page.getByRole('button', { name: 'Add department' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('SALES');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('there is a department with this name already')).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('SALES');
  await form.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Add skill' }).click();
  const skill = page.getByRole('dialog', { name: 'New skill' });
  await skill.getByRole('textbox', { name: 'Name' }).fill('French');
  await skill.getByRole('combobox', { name: 'Group' }).fill('Languages');
  await skill.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Languages' })).toContainText('French');

  await departments.getByRole('link', { name: 'Edit Sales' }).click();
  await page.getByRole('dialog', { name: 'Department' }).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No departments yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(departments.getByRole('listitem')).toHaveText(/Sales.*Joan/s);
  await page.goto(`${foyer.operatorUrl}/console/settings/users`);
  await expect(page.getByRole('listitem').filter({ hasText: 'joan@example.com' })).toContainText('Sales');
  await site.close();
});

test('a user is deleted and brought back with their password', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Leaving shop');
  const somebody = await addSomebody('Kate', 'operator', [site.siteId]);
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/users/${somebody.id}`);
  await page.getByRole('button', { name: 'Delete user' }).click();
  const list = page.getByRole('list', { name: 'Users' });
  await expect(list).not.toContainText(somebody.email);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list).toContainText(somebody.email);
  // With the password that she had.
  await ApiClient.signIn(foyer.operatorUrl, somebody.email, somebody.password);
  await site.close();
});

test('axe finds nothing serious or critical and nothing is cut off', async ({ browser }) => {
  test.slow(); // eight screens
  const site = await openEmptySite(browser, foyer, 'Shop in every look');
  const somebody = await addSomebody('Lise', 'operator', [site.siteId]);
  const below = `/sites/${site.siteId}`;
  await site.api.call('POST', `${below}/departments`, z.object({}), { name: 'Sales', operatorIds: [somebody.id] });
  await site.api.call('POST', `${below}/skills`, z.object({}), { name: 'French', group: 'Languages' });
  const key = { name: 'Archive', scopes: ['chats:read'], siteIds: null, expiresAt: null };
  await site.api.call('POST', '/api-keys', z.object({}), key);
  const page = site.console;
  for (const [path, heading] of [
    ['settings/users', 'Users'],
    ['settings/users/new', 'Invite a user'],
    [`settings/users/${somebody.id}`, somebody.name],
    ['settings/departments', 'Departments and skills'],
    ['settings/departments/skill/new', 'Departments and skills'],
    ['settings/api-keys', 'API keys'],
    ['settings/api-keys/new', 'New API key'],
    ['account', 'My account'],
  ] as const) {
    await page.goto(`${foyer.operatorUrl}/console/${path}`);
    await expect(page.getByRole('heading', { name: heading, level: 1, includeHidden: true })).toBeVisible();
    await expect(page.getByText('Loading', { exact: true })).toHaveCount(0);
    await expectAccessibleInEveryLook(page, path);
  }
  await site.close();
});
