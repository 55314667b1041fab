/** S-064 to S-073: each way of showing the wrap-up, by each way of choosing, required or not. 24 chats at one console. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WrapUpInput, wrapUpSchema, wrapUpTimings, wrapUpTypes } from '@foyer/protocol/wrap-up';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { OperatorClient } from '../support/operator-client.ts';
import { VisitorClient } from '../support/visitor-client.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

type Timing = WrapUpInput['shows'];
type Kind = WrapUpInput['type'];

let foyer: Installation;
let crm: Server;
let site: EmptySite;
let operator: OperatorClient;
test.beforeAll(async ({ browser }) => {
  foyer = await startOneNode();
  crm = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>A form'));
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve));
  site = await openEmptySite(browser, foyer, 'Wrap-ups');
  operator = new OperatorClient({ name: 'operator', servers: [foyer.operatorUrl], cookie: site.api.cookie });
  await operator.start();
  await site.console.getByRole('link', { name: /^Chats/ }).click();
});
test.afterAll(async () => {
  await operator?.close();
  await site?.close();
  crm?.closeAllConnections();
  crm?.close();
  await foyer?.stop();
});

const option = (label: string, below: object[] = []) => ({ id: randomUUID(), label, options: below });
/** The same for all chats: an option that a chat has is archived, never taken away. */
const options = [option('Sales', [option('New')]), option('Support')];

const panel = (page: Page) => page.getByRole('region', { name: 'Wrap-up', exact: true });

/** Sets the wrap-up up, and opens a chat of the operator's at the console. */
async function openChat(name: string, wrapUp: { shows: Timing; type: Kind; required: boolean }): Promise<string> {
  const { version } = await site.api.call('GET', `/sites/${site.siteId}/wrap-up`, wrapUpSchema);
  await site.api.call('PUT', `/sites/${site.siteId}/wrap-up`, wrapUpSchema, {
    version,
    enabled: true,
    options,
    link: {
      url: `http://127.0.0.1:${(crm.address() as AddressInfo).port}/?chat={chat.id}`,
      caption: 'Fill in the form',
    },
    ...wrapUp,
  });
  const visitor = new VisitorClient({ name, servers: [foyer.visitorUrl], siteKey: site.siteKey });
  await visitor.open('/lamps');
  await visitor.openWindow();
  const { chatId } = await visitor.requestChat('Is it red?', { name });
  expect(await operator.accept(site.siteId, chatId)).toBeNull();
  // The console has the new settings, too, before anything is asked of it.
  const settings = site.console.waitForResponse(
    (response) => response.url().endsWith('/wrap-up') && response.request().method() === 'GET',
  );
  await site.console.getByRole('listitem').filter({ hasText: name }).getByRole('link').click();
  await settings;
  const conversation = site.console.getByRole('region', { name: 'Conversation' });
  await expect(conversation.getByRole('heading', { name, exact: true })).toBeVisible();
  await visitor.close();
  return chatId;
}

/** Chooses in the panel or a dialog. */
async function choose(place: Locator, type: Kind): Promise<void> {
  const page = place.page();
  switch (type) {
    case 'buttons':
      return place.getByRole('button', { name: 'Support', exact: true }).click();
    case 'list':
      await place.getByRole('combobox').click();
      return page.getByRole('option', { name: 'Sales › New', exact: true }).click();
    case 'menu':
      await place.getByRole('button', { name: 'Sales, 1 option', exact: true }).click();
      return place.getByRole('button', { name: 'New', exact: true }).click();
    case 'link': {
      const opened = page.context().waitForEvent('page');
      await place.getByRole('link', { name: 'Fill in the form (opens in a new tab)' }).click();
      await (await opened).close();
    }
  }
}

const chosen: Record<Kind, string> = {
  buttons: 'Support',
  list: 'Sales › New',
  menu: 'Sales › New',
  link: 'Fill in the form',
};

for (const shows of wrapUpTimings)
  for (const type of wrapUpTypes)
    for (const required of [false, true])
      test(`shows: ${shows}, type: ${type}, ${required ? 'required' : 'not required'}`, async () => {
        const { console: page } = site;
        const chatId = await openChat(`${shows}-${type}-${required ? 'required' : 'free'}`, { shows, type, required });
        const endButton = page.getByRole('button', { name: 'End chat' }).first();
        const dialog = page.getByRole('dialog');
        const end = dialog.getByRole('button', { name: 'End chat', exact: true });
        const close = page.getByRole('button', { name: 'Close chat', exact: true });

        // From the start: beside the chat at once. Else: nothing yet.
        await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
        if (shows === 'start') await expect(panel(page)).toBeVisible();
        else await expect(panel(page)).toHaveCount(0);

        // Required: the server refuses to end it, whatever the client does; the console asks first.
        if (required) {
          const answer = await operator.request({ type: 'chat.ended', siteId: site.siteId, chatId });
          expect(answer?.code).toBe('conflict');
          await endButton.click();
          await expect(end).toBeDisabled();
          await choose(dialog, type);
          await end.click();
        } else if (shows === 'start') {
          await choose(panel(page), type);
          await expect(panel(page)).toContainText(chosen[type]);
          await endButton.click();
          await end.click();
        } else if (shows === 'end') {
          await endButton.click();
          await expect(dialog.getByRole('button', { name: 'End chat without a wrap-up' })).toBeEnabled();
          await choose(dialog, type);
          await end.click();
        } else {
          await endButton.click();
          await end.click();
          await expect(page.getByText('This chat has ended.')).toBeVisible();
          await expect(panel(page)).toHaveCount(0);
          await close.click();
          await expect(dialog.getByRole('button', { name: 'Close without a wrap-up' })).toBeEnabled();
          await choose(dialog, type);
          await dialog.getByRole('button', { name: 'Close chat', exact: true }).click();
        }

        // Chosen once, it is shown as the answer and asked for no more.
        if (required || shows !== 'close') {
          await expect(page.getByText('This chat has ended.')).toBeVisible();
          await expect(panel(page)).toContainText(chosen[type]);
          await close.click();
        }
        await expect(page.getByRole('heading', { name: 'Choose a chat' })).toBeVisible();
        const chat = await site.api.getChat(site.siteId, chatId);
        expect([chat.state, chat.wrapUp === null]).toEqual(['closed', false]);
      });
