/** Notifications set up from empty, as an administrator does, against a real mail server and a real receiver. */
import { notificationsSchema, savedNotificationsSchema } from '@foyer/protocol/notifications';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { type Browser, type Page, expect as promptly, test } from '@playwright/test';
import { type MailServer, openMailServer } from '../../apps/server/src/testing/mail-server.ts';
import { openReceiver, type Receiver } from '../../apps/server/src/testing/receiver.ts';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// What is sent is sent by workers, which look once a second.
const expect = promptly.configure({ timeout: 15_000 });

let foyer: Installation;
let mail: MailServer;
let web: Receiver;
let site: Awaited<ReturnType<typeof openEmptySite>>;
let page: Page;
test.beforeAll(async ({ browser }: { browser: Browser }) => {
  mail = await openMailServer({ user: ['shop', 'right'] });
  web = await openReceiver((response, { path }) =>
    response.writeHead(path === '/broken' ? 500 : 201, { 'content-type': 'text/plain' }).end(`thanks for ${path}`),
  );
  foyer = await startOneNode({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port},127.0.0.1:${web.port}` });
  site = await openEmptySite(browser, foyer, 'Lamps and more');
  page = site.console;
});
test.afterAll(async () => {
  await site?.close();
  await foyer?.stop();
  await mail?.close();
  await web?.close();
});

const goTo = async (part = '') => {
  await page.goto(`${foyer.operatorUrl}/console/settings/notifications${part}`);
  await expect(page.getByRole('heading', { name: 'Notifications', level: 1 })).toBeVisible();
};
/** Sets up what the test is not about. */
const configure = async (part: object) => {
  const path = `/sites/${site.siteId}/notifications`;
  const { version } = await site.api.call('GET', path, notificationsSchema);
  await site.api.call('PUT', path, savedNotificationsSchema, { ...part, version });
};
const smtp = () => ({
  host: '127.0.0.1',
  port: mail.port,
  security: 'none',
  user: 'shop',
  password: 'right',
  from: { name: null, address: 'shop@lamps.example' },
});
const everything = () => ({
  emails: ['staff@lamps.example'],
  phones: ['+447700900123'],
  smtp: smtp(),
  sms: {
    url: `${web.origin}/sms`,
    body: 'To={{to}}&Body={{text}}',
    countries: ['+44'],
    headers: [{ name: 'Authorization', secret: true, value: 'Basic x' }],
  },
  webhook: { url: `${web.origin}/hook` },
});
const addRule = (page: string, actions: object) =>
  site.api.call('POST', `/sites/${site.siteId}/prospect-rules`, prospectRuleSchema, {
    name: `Reads ${page}`,
    specificPages: [`${page}*`],
    activation: 'oncePerVisit',
    actions,
  });
/** Enters values into a field that takes several. */
const enter = async (label: RegExp, ...values: string[]) => {
  for (const value of values) {
    await page.getByRole('combobox', { name: label }).fill(value);
    await page.keyboard.press('Enter');
  }
};
const save = () => page.getByRole('button', { name: 'Save' }).click();
const saved = () => expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
const answer = () => page.getByRole('status').filter({ hasText: /answer/ });

test('S-046 mail to staff: nothing pretends to be sent before there is a mail server; its test shows the answer; then a rule writes', async () => {
  await goTo();
  const ways = page.getByRole('region', { name: 'Ways out' });
  await expect(ways).toContainText('Not set up. Mail waits in the outbox until you name your mail server.');
  await enter(/^E-mail addresses/, 'staff@lamps.example', 'boss@lamps.example');
  await save();
  await saved();

  await page.getByRole('link', { name: 'Mail server' }).click();
  await page.getByRole('button', { name: 'Set up mail' }).click();
  await page.getByRole('textbox', { name: 'Sender’s name' }).fill('Lamps');
  await page.getByRole('textbox', { name: 'Sender’s address' }).fill('shop@lamps');
  await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1');
  await page.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: /^TLS from the start/ }).click();
  await expect(page.getByRole('textbox', { name: 'Port' })).toHaveValue('465');
  await page.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: /^None/ }).click();
  await page.getByRole('textbox', { name: 'Port' }).fill(String(mail.port));
  await page.getByRole('textbox', { name: 'User name' }).fill('shop');
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await save();
  // Refused beside the field, in words; what was typed stays, the password, too.
  const sender = page.getByRole('textbox', { name: 'Sender’s address' });
  await expect(sender).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('must be one mail address such as ann@example.com')).toBeVisible();
  await expect(sender).toHaveValue('shop@lamps');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('wrong');
  await sender.fill('shop@lamps.example');
  await save();
  await saved();

  await page.getByRole('textbox', { name: 'To', exact: true }).fill('ann@lamps.example');
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(answer()).toContainText('Not accepted. The answer was:');
  await expect(answer()).toContainText('535');
  expect(mail.mails).toHaveLength(0);
  // The server is kept with its password: only that is entered anew.
  await page.getByRole('textbox', { name: 'Password' }).fill('right');
  await expect(page.getByRole('button', { name: 'Send a test mail' })).toBeDisabled();
  await expect(page.getByText('Save first: a test uses what is saved.')).toBeVisible();
  await save();
  await expect(page.getByText('One is stored. Leave empty to keep it.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(answer()).toContainText('Accepted. The server answered:');
  await expect(answer()).toContainText('250');
  expect(mail.mails.at(-1)?.recipients).toEqual(['ann@lamps.example']);

  await addRule('prices', { email: true });
  const visitor = await site.visit('/prices.html');
  await expect
    .poll(() => mail.mails.flatMap(({ recipients }) => recipients).sort())
    .toEqual(['ann@lamps.example', 'boss@lamps.example', 'staff@lamps.example']);
  expect(mail.mails.at(-1)?.parsed.subject).toBe('Lamps and more: Reads prices');
  await visitor.context().close();
});

test('a stored password goes to no other server', async () => {
  await configure({ smtp: smtp() });
  await goTo('/mail');
  await page.getByRole('textbox', { name: 'Server' }).fill('localhost');
  await save();
  await expect(page.getByText('enter it again: it was for 127.0.0.1')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue('localhost');
  await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1');
  await save();
  await saved();
});

test('S-047 SMS: one click fills in Twilio’s request; what waited is sent once there is a provider; its test shows the answer', async () => {
  await goTo();
  await enter(/^Phone numbers/, '+447700900123');
  await save();
  await saved();
  // A rule asks for an SMS before there is anything to send it with.
  await addRule('offers', { sms: true });
  const visitor = await site.visit('/offers.html');
  await page.goto(`${foyer.operatorUrl}/console/settings/outbox`);
  await expect(page.getByRole('row').filter({ hasText: '+447700900123' })).toContainText('Not configured');

  await goTo('/sms');
  await expect(page.getByText('No SMS provider yet')).toBeVisible();
  await page.getByRole('button', { name: 'Use the Twilio template' }).click();
  const address = page.getByRole('textbox', { name: 'Address' });
  await expect(address).toHaveValue(/^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/ACCOUNT_SID\/Messages\.json$/);
  await page.getByRole('textbox', { name: 'Account SID' }).fill('AC123');
  await page.getByRole('textbox', { name: 'Auth token' }).fill('hush');
  await page.getByRole('textbox', { name: 'Sender’s number' }).fill('+447700900000');
  await expect(address).toHaveValue(/AC123/);
  await address.fill(`${web.origin}/2010-04-01/Accounts/AC123/Messages.json`);
  await save();
  await expect(page.getByText('name at least one dialling prefix, such as +44')).toBeVisible();
  await enter(/^Countries that may be texted/, '+44');
  await save();
  await saved();
  await expect
    .poll(() => web.requests.map(({ body }) => body))
    .toContainEqual(
      expect.stringMatching(/^To=%2B447700900123&From=%2B447700900000&Body=Lamps\+and\+more%3A\+Reads\+offers/),
    );
  expect(web.requests.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from('AC123:hush').toString('base64')}`);

  await page.getByRole('button', { name: 'Send a test SMS' }).click();
  await expect(answer()).toContainText('thanks for /2010-04-01/Accounts/AC123/Messages.json');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('+15005550100');
  await page.getByRole('button', { name: 'Send a test SMS' }).click();
  await expect(answer()).toContainText('The number is of a country that is not on the list');
  // The token is stored, and cannot be read.
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Value 1' })).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Value 1' })).toHaveAttribute('placeholder', /Stored/);
  await visitor.context().close();
});

test('a webhook: its secret is shown once, its test shows the answer, and a new secret is valid beside the old one', async () => {
  await goTo('/webhook');
  await page.getByRole('button', { name: 'Set up a webhook' }).click();
  await page.getByRole('textbox', { name: 'Address to call' }).fill('http://192.168.1.1/hook');
  await save();
  await expect(page.getByText(/is not a public address/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Address to call' }).fill(`${web.origin}/broken`);
  await page.getByRole('checkbox', { name: 'A prospect rule fired' }).uncheck();
  await save();
  const once = page.getByRole('dialog', { name: 'The signing secret' });
  await expect(once).toContainText(/whsec_[A-Za-z0-9+/]{43}=/);
  await once.getByRole('button', { name: 'I have stored it' }).click();
  await expect(once).toBeHidden();
  await page.getByRole('button', { name: 'Call the webhook' }).click();
  await expect(answer()).toContainText('500 Internal Server Error');

  await page.getByRole('textbox', { name: 'Address to call' }).fill(`${web.origin}/hook`);
  await save();
  await saved();
  await page.getByRole('button', { name: 'Call the webhook' }).click();
  await expect(answer()).toContainText('Accepted');
  const last = () => web.requests.at(-1);
  expect(String(last()?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  expect(JSON.parse(last()?.body ?? '')).toMatchObject({ type: 'test' });

  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await page
    .getByRole('dialog', { name: 'Make a new secret' })
    .getByRole('button', { name: 'Make a new secret' })
    .click();
  await expect(once).toContainText('whsec_');
  await once.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByText('The one before stays valid until')).toBeVisible();
  await page.getByRole('button', { name: 'Call the webhook' }).click();
  await expect.poll(() => String(last()?.headers['webhook-signature']).split(' ')).toHaveLength(2);
});

test('texts: fields are inserted where the cursor is, an unknown one is refused by name, and the preview is of a real visit', async () => {
  await configure({ emails: ['staff@lamps.example'], smtp: smtp() });
  await addRule('news', { email: true });
  const first = await site.visit('/news.html');
  await expect.poll(() => mail.mails.length).toBeGreaterThan(0);
  await first.context().close();
  await goTo('/texts');
  const staff = page.getByRole('region', { name: 'Mail to staff' });
  const subject = staff.getByRole('textbox', { name: 'Subject' });
  await subject.fill('Now: !');
  await subject.evaluate((input: HTMLInputElement) => input.setSelectionRange(5, 5));
  await staff.getByRole('button', { name: 'Insert a field: Subject' }).click();
  await page.getByRole('menuitem', { name: '{{page.title}}' }).click();
  await expect(subject).toHaveValue('Now: {{page.title}}!');
  await expect(subject).toBeFocused();
  const preview = staff.getByRole('region', { name: 'Preview: Mail to staff' });
  await expect(preview).toContainText('Now: Prices!');

  // A visit of this site in the place of the made-up one.
  await staff.getByRole('combobox', { name: /Filled in with/ }).click();
  await page
    .getByRole('option', { name: /news\.html/ })
    .first()
    .click();
  await expect(preview).toContainText('Now: A strict page!');

  const body = staff.getByRole('textbox', { name: 'Text' });
  await body.fill('Hello {{visitor.nane}}');
  await expect(staff.getByText(/\{\{visitor\.nane\}\} is not a field that can be used here/)).toBeVisible();
  await save();
  await expect(body).toHaveAttribute('aria-invalid', 'true');
  await expect(body).toHaveValue('Hello {{visitor.nane}}');
  await body.fill('{{page}} by {{visitor.name}}');
  await save();
  await saved();

  // Nobody has proved the address of a visitor: none of their words in the subject.
  const visitors = page.getByRole('region', { name: 'Mail to visitors' });
  await visitors.getByRole('button', { name: 'Insert a field: Subject' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['{{site}}']);
  await page.keyboard.press('Escape');
  await expect(visitors.getByRole('region', { name: 'Preview: Mail to visitors' })).toContainText('/unsubscribe?…');

  const before = mail.mails.length;
  const visitor = await site.visit('/news.html');
  await expect.poll(() => mail.mails.length).toBeGreaterThan(before);
  expect(mail.mails.at(-1)?.parsed.subject).toBe('Now: A strict page!');
  await visitor.context().close();
});

test('a mail server is removed after a question', async () => {
  await configure({ smtp: smtp() });
  await goTo('/mail');
  await page.getByRole('button', { name: 'Remove mail server' }).click();
  await page.getByRole('dialog', { name: 'Remove it?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No mail server yet')).toBeVisible();
  await goTo();
  await expect(page.getByRole('region', { name: 'Ways out' })).toContainText('Mail waits in the outbox');
});

test('axe finds nothing serious or critical, and nothing is cut off', async () => {
  const console_ = await site.openConsole('settings/notifications');
  await configure(everything());
  for (const part of ['', '/mail', '/sms', '/webhook', '/texts']) {
    await console_.goto(`${foyer.operatorUrl}/console/settings/notifications${part}`);
    await expect(console_.getByRole('button', { name: 'Save' })).toBeVisible();
    await expectAccessibleInEveryLook(console_, part);
  }
  await console_.context().close();
});
