/** Missed chats and transcripts: from a message that nobody was there for to the mail that answers it. */
import { notificationsSchema, savedNotificationsSchema } from '@foyer/protocol/notifications';
import { userSchema } from '@foyer/protocol/operator';
import { type Browser, type Page, expect as promptly, test } from '@playwright/test';
import { type MailServer, openMailServer } from '../../apps/server/src/testing/mail-server.ts';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { acceptChat, askForChat } from './chats.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// What is sent, and what is missed, is found by workers that look every few seconds.
const expect = promptly.configure({ timeout: 20_000 });

let foyer: Installation;
let mail: MailServer;
test.beforeAll(async () => {
  mail = await openMailServer();
  const clock = new URL('../support/movable-clock.mjs', import.meta.url);
  foyer = await startOneNode({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}`, NODE_OPTIONS: `--import ${clock.href}` });
});
test.afterAll(async () => {
  await foyer?.stop();
  await mail?.close();
});

async function setUpMail(site: EmptySite): Promise<void> {
  const path = `/sites/${site.siteId}/notifications`;
  const { version } = await site.api.call('GET', path, notificationsSchema);
  const from = { name: 'Lamps', address: 'shop@lamps.example' };
  const smtp = { host: '127.0.0.1', port: mail.port, security: 'none', from };
  await site.api.call('PUT', path, savedNotificationsSchema, { smtp, version });
}

/** A console of an operator of the site, at an address below `/console/`. */
async function openColleague(browser: Browser, site: EmptySite, name: string): Promise<Page> {
  const email = `${name.toLowerCase()}@lamps.example`;
  const password = 'a long enough password';
  const user = { name, email, password, role: 'operator', siteIds: [site.siteId] };
  await site.api.call('POST', '/users', userSchema, user);
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${foyer.operatorUrl}/console/`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  return page;
}

/** Chooses a status, whatever it was: the administrator keeps theirs from one test to the next. */
async function choose(page: Page, status: 'Online' | 'Away'): Promise<void> {
  await page.getByRole('button', { name: /^Status:/ }).click();
  await page
    .getByRole('menuitemradio', { name: status })
    .or(page.getByRole('menuitem', { name: status }))
    .click();
  await expect(page.getByRole('button', { name: `Status: ${status}`, exact: true })).toBeVisible();
}

const mailsTo = (to: string) => mail.mails.filter(({ recipients }) => recipients.includes(to));
const panel = (page: Page) => page.getByRole('complementary', { name: 'Missed chat' });
const table = (page: Page) => page.getByRole('table', { name: 'Missed chats, newest first' });

test('W-170 a message left while nobody is here is claimed by one, seen by the other, and answered by mail', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Lamps');
  await choose(site.console, 'Away');
  const visitor = await site.visit('/prices');
  await visitor.getByRole('button', { name: /chat|message/i }).click();
  const window = visitor.frameLocator('iframe');
  await window.getByLabel('E-mail', { exact: true }).fill('vera@visitor.example');
  await window.getByLabel('Message', { exact: true }).fill('Do you deliver to Norway?');
  await window.getByRole('button', { name: 'Send message' }).click();
  await expect(window.getByText('Thank you. We have your message')).toBeVisible();

  // Both see it; one claims it, and the other is told who.
  const olga = await openColleague(browser, site, 'Olga');
  await olga.goto(`${foyer.operatorUrl}/console/chats`);
  await olga.getByRole('link', { name: 'Missed, 1 to answer' }).click();
  await site.console.goto(`${foyer.operatorUrl}/console/missed-chats`);
  const row = (page: Page) => table(page).getByRole('row').filter({ hasText: 'Do you deliver to Norway?' });
  await expect(row(site.console)).toContainText('To answer');
  await expect(row(site.console)).toContainText('offline message');
  await expectAccessible(site.console, 'list');
  await row(olga).getByRole('link').click();
  await expect(panel(olga)).toContainText('Nobody could have taken it.');
  await expect(panel(olga)).toContainText('Administrator: was Away');
  await panel(olga).getByRole('button', { name: 'Answer it' }).click();
  await expect(panel(olga)).toContainText('You are answering this');
  await expect(row(site.console)).toContainText('Olga is answering');
  await row(site.console).getByRole('link').click();
  await expect(panel(site.console)).toContainText('Olga is answering this.');
  await expect(panel(site.console).getByRole('button', { name: 'Take over' })).toBeVisible();
  await expect(panel(site.console).getByRole('textbox')).toHaveCount(0);

  // Without a mail server that is said before anything is written.
  await expect(panel(olga)).toContainText('This site has no mail server.');
  await setUpMail(site);
  await olga.reload();
  await expect(panel(olga).getByRole('textbox', { name: 'Reply by e-mail' })).toBeVisible();
  await expect(panel(olga)).not.toContainText('This site has no mail server.');
  await expectAccessibleInEveryLook(olga, 'panel');
  await panel(olga).getByRole('textbox', { name: 'Reply by e-mail' }).fill('We do, within three days.');
  await panel(olga).getByRole('button', { name: 'Send reply' }).click();
  await expect(panel(olga)).toContainText('Olga has dealt with it: answered by e-mail.');
  await expect.poll(() => mailsTo('vera@visitor.example').length, { timeout: 20_000 }).toBe(1);
  const [received] = mailsTo('vera@visitor.example');
  expect(received?.parsed.subject).toBe('Your message to Lamps');
  expect(received?.parsed.text).toContain('We do, within three days.');
  await expect(panel(olga)).toContainText('Mail to vera@visitor.example: Sent');
  await expect(panel(olga)).toContainText('Olga, by e-mail to vera@visitor.example');
  await expect(olga.getByText('Nobody waits for an answer')).toBeVisible();
  await expect(panel(site.console)).toContainText('Olga has dealt with it: answered by e-mail.');

  // It can be opened again, and be done with without a mail; on a phone, too.
  await olga.setViewportSize({ width: 390, height: 844 });
  await panel(olga).getByRole('button', { name: 'Open it again' }).click();
  await panel(olga).getByRole('button', { name: 'Done without a mail' }).click();
  const dialog = olga.getByRole('dialog', { name: 'Done without a mail' });
  await dialog.getByRole('radio', { name: 'called back' }).check();
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('At noon');
  await expectAccessible(olga, 'dialog');
  await dialog.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(panel(olga)).toContainText('Olga has dealt with it: called back.');
  await expect(panel(olga)).toContainText('Olga is done with it: called back. At noon');
  await expectAccessible(olga, 'narrow');
  await olga.context().close();
  await site.close();
});

test('W-149 a chat that nobody took in time is missed, with a record of who was told and whose console has shown it', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Late lamps');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await choose(page, 'Online');
  await askForChat(await site.visit('/'), 'Walt', 'Anybody there?');
  await expect(page.getByRole('listitem').filter({ hasText: 'Walt' })).toBeVisible();
  // The server's time decides: half an hour goes by.
  process.kill(foyer.servers[0]?.pid ?? 0, 'SIGUSR2');
  await page.getByRole('link', { name: 'Missed, 1 to answer' }).click();
  await table(page).getByRole('link', { name: 'Walt' }).click();
  await expect(panel(page)).toContainText('Missed: nobody accepted in time');
  const record = panel(page).getByRole('region', { name: 'Who could have taken it' });
  await expect(record).toContainText(/Chat requested/);
  await expect(record).toContainText('Administrator could have taken it.');
  await expect(record).toContainText(
    /Administrator: could have taken it; told in the console at [\d:]+; shown at [\d:]+/,
  );
  await site.close();
});

test('W-169 a visitor has the transcript sent when the chat ends, and the operator sends it to a colleague', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Talking lamps');
  await setUpMail(site);
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await choose(page, 'Online');
  const visitor = await site.visit('/');
  const window = await askForChat(visitor, 'Xenia', 'Is it bright?');
  await expect(window.getByRole('button', { name: 'E-mail me the transcript' })).toBeHidden();
  await acceptChat(page, 'Xenia');
  await page.getByRole('textbox', { name: 'Message' }).fill('As bright as day.');
  await page.keyboard.press('Enter');
  await expect(window.getByText('As bright as day.')).toBeVisible();

  await window.getByRole('button', { name: 'E-mail me the transcript' }).click();
  const dialog = window.getByRole('dialog', { name: 'E-mail me the transcript' });
  await dialog.getByLabel('Send it to').fill('xenia');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toContainText('This doesn’t look like an e-mail address.');
  await dialog.getByLabel('Send it to').fill('xenia@visitor.example');
  await expectAccessible(visitor, 'window');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toContainText('We send the transcript to xenia@visitor.example when the chat ends.');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Send the transcript by e-mail' }).click();
  const send = page.getByRole('dialog', { name: 'Send the transcript' });
  await expect(send.getByRole('textbox', { name: 'To' }).or(send.getByRole('combobox', { name: 'To' }))).toBeVisible();
  await send.getByLabel('To', { exact: true }).first().click();
  await page.getByRole('option', { name: 'Administrator' }).click();
  await expectAccessible(page, 'send');
  await send.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('Administrator sent the transcript to ann@example.com')).toBeVisible();
  await expect.poll(() => mailsTo('ann@example.com').length, { timeout: 20_000 }).toBe(1);
  expect(mailsTo('ann@example.com')[0]?.parsed.subject).toBe('Talking lamps: chat with Xenia');

  await window.getByRole('button', { name: 'End chat' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
  await expect(window.getByText('The transcript is on its way to xenia@visitor.example')).toBeVisible();
  await expect(window.getByText('ann@example.com')).toHaveCount(0);
  await expect.poll(() => mailsTo('xenia@visitor.example').length, { timeout: 20_000 }).toBe(1);
  const text = mailsTo('xenia@visitor.example')[0]?.parsed.text ?? '';
  expect(text).toMatch(/Xenia:\nIs it bright\?[\s\S]*Administrator:\nAs bright as day\./);
  expect(text).not.toContain('ann@example.com');
  await site.close();
});
