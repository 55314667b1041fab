/** The outbox as administrators use it: what has nothing to be sent with, what failed for good, and sending again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { notificationsSchema, savedNotificationsSchema } from '@foyer/protocol/notifications';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { type Browser, type Page, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { ApiClient } from '../support/api-client.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { signIn } from './console-page.ts';
import { administrator } from './installation.ts';

// The list is asked for every 5 s, and sending goes on by itself.
const expect = promptly.configure({ timeout: 20_000 });

const phone = '+447700900123';
const refusal = 'No: <img src=x onerror="document.title=\'hacked\'"> & so on';

let foyer: ServerProcess;
let receiver: Server;
let answer: { status: number; body: string };
let api: ApiClient;
let siteId: string;

test.beforeAll(async () => {
  answer = { status: 400, body: refusal };
  receiver = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(answer.status).end(answer.body));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  foyer = await startServer({
    env: {
      FOYER_ADMIN_EMAIL: administrator.email,
      FOYER_ADMIN_PASSWORD: administrator.password,
      FOYER_DEMO: '1',
      FOYER_LOG: 'warn',
      FOYER_LIMIT_FACTOR: '100',
      FOYER_EGRESS_ALLOW: `127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    },
  });
  api = await ApiClient.signIn(foyer.url, administrator.email, administrator.password);
  siteId = String((await api.listSites())[0]?.id);
  await api.call('POST', `/sites/${siteId}/prospect-rules`, prospectRuleSchema, {
    name: 'Tell us at once',
    specificPages: ['demo/about*'],
    activation: 'oncePerVisit',
    actions: { sms: true },
  });
  await saveNotifications(null);
});
test.afterAll(async () => {
  await foyer?.stop();
  receiver?.close();
});

/** Sets who gets SMS, and the request that sends them. */
async function saveNotifications(sms: object | null): Promise<void> {
  const path = `/sites/${siteId}/notifications`;
  const { version } = await api.call('GET', path, notificationsSchema);
  await api.call('PUT', path, savedNotificationsSchema, { phones: [phone], sms, version });
}

/** From now on there is something to send SMS with. */
function configureSms(): Promise<void> {
  return saveNotifications({
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/sms`,
    contentType: 'application/json',
    body: '{"to":"{{to}}","text":"{{text}}"}',
    countries: ['+44'],
  });
}

async function openOutbox(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  await signIn(page, foyer.url);
  await page.goto(`${foyer.url}/console/settings/outbox`);
  await expect(page.getByRole('heading', { name: 'Outbox', level: 1 })).toBeVisible();
  return page;
}

test('nothing is sent before it can be; what is refused is told as text, and sent again', async ({ browser }) => {
  const console_ = await openOutbox(browser);
  await expect(console_.getByText('Nothing to send so far')).toBeVisible();
  await expectAccessible(console_);

  // A rule writes an SMS, and there is nothing to send it with.
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${foyer.url}/demo/about.html`);
  const table = console_.getByRole('table', { name: 'Outbox, newest first' });
  await expect(table.getByRole('row').filter({ hasText: phone })).toContainText('Not configured');
  await expect(table.getByRole('row').filter({ hasText: phone })).toContainText('Tell us at once');
  await expect(console_.getByText('1 item has nothing to be sent with.')).toBeVisible();
  const states = console_.getByRole('group', { name: 'State' });
  await expect(states.getByRole('button', { name: 'Not configured 1' })).toBeVisible();

  // Once there is, it is handed over; the receiver refuses it for good.
  await configureSms();
  await states.getByRole('button', { name: 'Failed for good 1' }).click();
  await table.getByRole('link', { name: phone }).click();
  const item = console_.getByRole('dialog', { name: 'Item' });
  await expect(item.getByRole('region', { name: 'Last answer' }).last()).toContainText(refusal);
  await expect(item.getByRole('region', { name: 'What it says' }).last()).toContainText('"Demo shop"');
  await expect(item.locator('img')).toHaveCount(0);
  await expectAccessible(console_);

  answer = { status: 200, body: 'thank you' };
  await item.getByRole('button', { name: 'Send again' }).click();
  await expect(item).toContainText('The receiver took it.');
  await expect(item.getByRole('region', { name: 'Last answer' }).last()).toContainText('thank you');
  await console_.keyboard.press('Escape');
  await expect(item).toBeHidden();
  await expect(states.getByRole('button', { name: 'Sent 1' })).toBeVisible();
  await expect(console_.getByText('Nothing is in this state')).toBeVisible();
  await console_.getByRole('button', { name: 'Show all' }).click();
  await expect(table.getByRole('row').filter({ hasText: phone })).toContainText('Sent');
  await visitor.context().close();
  await console_.context().close();
});

test('all that has failed for good is sent again, after a question', async ({ browser }) => {
  answer = { status: 400, body: refusal };
  const console_ = await openOutbox(browser);
  const states = console_.getByRole('group', { name: 'State' });
  for (let n = 0; n < 2; n++) {
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(`${foyer.url}/demo/about.html`);
    await expect(states.getByRole('button', { name: `Failed for good ${n + 1}` })).toBeVisible();
    await visitor.context().close();
  }
  answer = { status: 200, body: 'thank you' };
  await console_.getByRole('button', { name: 'Send all failed again' }).click();
  const question = console_.getByRole('dialog', { name: 'Send all failed items again?' });
  await expect(question).toContainText('2 items');
  await question.getByRole('button', { name: 'Send all failed again' }).click();
  await expect(states.getByRole('button', { name: 'Sent 3' })).toBeVisible();
  await expect(states.getByRole('button', { name: 'Failed for good 0' })).toBeVisible();
  await expect(console_.getByRole('button', { name: 'Send all failed again' })).toBeHidden();
  await console_.context().close();
});

test.describe('with something sent', () => {
  // By itself: after a failure elsewhere these begin on a server of their own.
  test.beforeAll(async ({ browser }) => {
    answer = { status: 200, body: 'thank you' };
    await configureSms();
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(`${foyer.url}/demo/about.html`);
    const sent = z.object({ sent: z.number().int().min(1) });
    await expect.poll(() => api.call('GET', `/sites/${siteId}/outbox/counts`, sent).catch(() => null)).not.toBeNull();
    await visitor.context().close();
  });

  test('axe finds nothing serious or critical, and nothing is cut off', async ({ browser }) => {
    const console_ = await openOutbox(browser);
    await expect(console_.getByRole('link', { name: phone }).first()).toBeVisible();
    await expectAccessibleInEveryLook(console_);
    await console_.getByRole('link', { name: phone }).first().click();
    await expect(console_.getByRole('dialog', { name: 'Item' })).toContainText('The receiver took it.');
    await expectAccessibleInEveryLook(console_);
    await console_.context().close();
  });
});
