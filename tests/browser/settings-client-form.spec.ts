/** The custom client form, from empty settings to a chat (S-079 to S-082). */
import { randomUUID } from 'node:crypto';
import { tagSchema } from '@foyer/protocol/tag';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { acceptChat, askForChat } from './chats.ts';
import { openEmptySite } from './empty-site.ts';
import { type FormServer, serveForm } from './form-server.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
let form: FormServer;
test.beforeAll(async () => {
  foyer = await startOneNode();
  form = await serveForm(foyer.operatorUrl);
});
test.afterAll(async () => {
  await form?.close();
  await foyer?.stop();
});

type Site = Awaited<ReturnType<typeof openEmptySite>>;

async function openSettings(browser: Browser, name: string): Promise<Site> {
  const site = await openEmptySite(browser, foyer, name);
  await site.console.goto(`${foyer.operatorUrl}/console/settings/client-form`);
  await expect(site.console.getByRole('heading', { name: 'Client form', level: 1 })).toBeVisible();
  return site;
}

const address = (page: Page) => page.getByRole('textbox', { name: 'Address of the form' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

async function setUp(page: Page, url: string, more: () => Promise<void> = async () => undefined): Promise<void> {
  await page.getByRole('switch', { name: 'Show the form beside chats' }).check({ force: true });
  await address(page).fill(url);
  await more();
  await save(page).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
}

const allowPersonalData = (page: Page) =>
  page.getByRole('switch', { name: 'Allow personal data in the address' }).check({ force: true });
/** The form itself: in the sandbox, in our page around it. */
const formIn = (page: Page, title = 'Form') =>
  page.frameLocator(`iframe[title="${title}"]`).frameLocator(`iframe[title="${title}"]`);

test('S-079 a form from another host is set up: wrong addresses are refused beside the field, a test shows what will be', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-079');
  const { console: page } = site;
  await page.getByRole('switch', { name: 'Show the form beside chats' }).check({ force: true });
  for (const [wrong, fault] of [
    ['javascript:alert(1)', /must be an address/],
    ['http://crm.example/', /must begin with https/],
    [`${foyer.operatorUrl}/console`, /console’s own host/],
    ['https://crm.example/{visitor.shoe}', /unknown placeholder \{visitor\.shoe\}; there are \{chat\.id\}/],
    ['https://{chat.id}.example/', /not in the name of the host/],
    ['https://crm.example/?mail={visitor.email}', /allow personal data/],
  ] as const) {
    await address(page).fill(wrong);
    await save(page).click();
    await expect(page.getByText(fault)).toBeVisible();
    await expect(address(page)).toHaveValue(wrong);
    await expect(address(page)).toHaveAttribute('aria-invalid', 'true');
  }

  // The helper puts a placeholder where the cursor is.
  await address(page).fill(`${form.origin}/?chat=&site=x`);
  await address(page).press('Home');
  for (let step = 0; step < `${form.origin}/?chat=`.length; step += 1) await address(page).press('ArrowRight');
  await page.getByRole('button', { name: 'Insert chat.id' }).click();
  await expect(address(page)).toHaveValue(`${form.origin}/?chat={chat.id}&site=x`);
  await page.getByRole('button', { name: 'Test the form' }).click();
  const sample = '01920000-0000-7000-8000-000000000001';
  await expect(page.locator('mark')).toHaveText(sample);
  await expect(page.locator('[data-address]')).toHaveAttribute('data-address', `${form.origin}/?chat=${sample}&site=x`);
  await expect(formIn(page).getByText(`chat: ${sample}`)).toBeVisible();
  await save(page).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.reload();
  await expect(address(page)).toHaveValue(`${form.origin}/?chat={chat.id}&site=x`);
  await site.close();
});

test('S-080 the form is filled with chat and visitor data, and again when they change', async ({ browser }) => {
  const site = await openSettings(browser, 'S-080');
  await setUp(
    site.console,
    `${form.origin}/p/{site.name}?name={visitor.name}&q={survey.question}&phone={visitor.phone}&plan={var.plan}&by={operator.name}`,
    () => allowPersonalData(site.console),
  );
  const visitor = await site.visit('/');
  await askForChat(visitor, 'Vera & Söhne', 'Is 100% wool?');
  await acceptChat(site.console, 'Vera & Söhne');
  await site.console.getByRole('tab', { name: 'Form' }).click();
  const shown = formIn(site.console);
  await expect(shown.getByText('name: Vera & Söhne', { exact: true })).toBeVisible();
  await expect(shown.getByText('q: Is 100% wool?', { exact: true })).toBeVisible();
  await expect(shown.getByText('plan:', { exact: true })).toBeVisible();
  expect(
    form.requests.some(({ path }) =>
      path.startsWith('/p/S-080?name=Vera%20%26%20S%C3%B6hne&q=Is%20100%25%20wool%3F&phone=&plan=&by='),
    ),
  ).toBe(true);
  // it is not told where it is shown.
  expect(form.requests.every(({ referer }) => referer === undefined)).toBe(true);
  await visitor.evaluate(() =>
    (globalThis as unknown as { foyer: (...args: unknown[]) => void }).foyer('set', { plan: 'pro' }),
  );
  await expect(shown.getByText('plan: pro', { exact: true })).toBeVisible();
  await site.close();
});

test('S-081 the form loads beside the chat, in a tab or in a split pane, and cannot leave its place', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-081');
  const { console: page } = site;
  await setUp(page, `${form.origin}/crm?chat={chat.id}`, () =>
    page.getByRole('textbox', { name: 'Title' }).fill('CRM'),
  );
  const visitor = await site.visit('/');
  await askForChat(visitor, 'Walter', 'Hello?');
  await acceptChat(page, 'Walter');
  const asked = () => form.requests.filter(({ path }) => path.startsWith('/crm')).length;
  const conversation = page.getByRole('log', { name: 'Conversation' });
  await expect(page.getByRole('tab', { name: 'Conversation' })).toHaveAttribute('aria-selected', 'true');
  expect(asked()).toBe(0); // loaded when it is first opened, by default
  await page.getByRole('tab', { name: 'Conversation' }).press('ArrowRight');
  await expect(formIn(page, 'CRM').getByRole('heading', { name: 'Customer' })).toBeVisible();
  await expect(conversation).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await expect(conversation).toBeVisible();
  await page.getByRole('tab', { name: 'CRM' }).click();
  expect(asked()).toBe(1); // what was loaded stays

  // neither the console nor another host is within its reach; the operator sees why nothing comes.
  await formIn(page, 'CRM').getByRole('button', { name: 'top', exact: true }).click();
  await formIn(page, 'CRM').getByRole('button', { name: 'away', exact: true }).click();
  await expect(page.getByText(`only ${form.host} is allowed here`)).toBeVisible();
  expect(page.url()).toContain('/console/chats/');

  await page.goto(`${foyer.operatorUrl}/console/settings/client-form`);
  await page.getByText('In a split pane').click();
  await page.getByText('With the chat').click();
  await save(page).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await page.getByRole('link', { name: /Walter/ }).click();
  await expect(conversation).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'CRM' })).toBeVisible();
  await expect(formIn(page, 'CRM').getByRole('heading', { name: 'Customer' })).toBeVisible();
  await site.close();
});

test('S-082 the form serves as a CRM page: its server exchanges the token, it writes, and changes contact details', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'S-082');
  const { console: page } = site;
  await setUp(page, `${form.origin}/lookup?token={token}`);
  const visitor = await site.visit('/page');
  const window = await askForChat(visitor, 'Xenia', 'Where is my parcel?');
  await acceptChat(page, 'Xenia');
  await page.getByRole('tab', { name: 'Form' }).click();
  const shown = formIn(page);
  await expect(shown.locator('#learnt')).toContainText('200 {');
  await expect(shown.locator('#learnt')).toContainText('"question":"Where is my parcel?"');
  await expect(shown.locator('body[data-ready=true]')).toBeVisible();

  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('Hello Xenia! ');
  await shown.getByRole('button', { name: 'insert' }).click();
  await expect(message).toHaveValue('Hello Xenia! Your parcel left on Monday.');
  await expect(shown.locator('#said')).toHaveText('done 1');
  await message.press('Enter');
  await expect(window.getByText('Hello Xenia! Your parcel left on Monday.')).toBeVisible();

  // without the nonce nothing is done, and what is not there is refused with a reason.
  await shown.getByRole('button', { name: 'forged' }).click();
  await expect(shown.locator('#said')).toHaveText(/^refused 3: The nonce/);
  await expect(message).toHaveValue('');
  await shown.getByRole('button', { name: 'wrapUp' }).click();
  await expect(shown.locator('#said')).toHaveText('refused 5: This site has no wrap-up that can be chosen');
  const options = [{ id: randomUUID(), label: 'Order placed' }];
  await site.api.call('PUT', `/sites/${site.siteId}/wrap-up`, wrapUpSchema, { enabled: true, options, version: 0 });
  await site.api.call('POST', `/sites/${site.siteId}/tags`, tagSchema, { name: 'Refund' });
  await expect(async () => {
    await shown.getByRole('button', { name: 'wrapUp' }).click();
    await expect(shown.locator('#said')).toHaveText('done 5', { timeout: 1000 });
  }).toPass();
  await shown.getByRole('button', { name: 'tag' }).click();
  await expect(shown.locator('#said')).toHaveText('done 4');
  await expect(page.getByRole('region', { name: 'Conversation' }).getByText('Refund', { exact: true })).toBeVisible();

  await shown.getByRole('button', { name: 'contact' }).click();
  await expect(page.getByText('The form changed the visitor’s contact details')).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Conversation' }).getByRole('heading', { name: 'Vera Peeters' }),
  ).toBeVisible();
  await site.close();
});

test('the client form’s settings are accessible', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'axe looks');
  const page = await site.openConsole('settings/client-form');
  await address(page).fill(`${form.origin}/?chat={chat.id}&e={visitor.email}`);
  await page.getByRole('button', { name: 'Test the form' }).click();
  await expect(page.getByText(/allow personal data/).first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'refused');
  await allowPersonalData(page);
  await page.getByRole('button', { name: 'Test the form' }).click();
  await expect(formIn(page).getByRole('heading', { name: 'Customer' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'tested');
  await site.close();
});
