/** Files both ways, notes, attachments and suggestions of canned responses (W-157, W-159), between a window and a console. */
import { cannedResponseSchema } from '@foyer/protocol/canned-response';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';
import { openChat } from './real-chat.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
/** Green, 300 × 200 px. */
const lamp = {
  name: 'Lamp.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAASwAAADICAMAAABlASxnAAAAA1BMVEU6fURlpt+uAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAUUlEQVR42u3BMQEAAADCoPVPbQo/oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB4GOsoAAHf1Nx9AAAAAElFTkSuQmCC',
    'base64',
  ),
};
const file = (name: string, buffer: Buffer, mimeType = 'application/octet-stream') => ({ name, mimeType, buffer });

/** Drops a file on an element, as a browser tells it. */
async function drop(page: Page, target: Locator, { name, text }: { name: string; text: string }): Promise<void> {
  const data = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], called ?? '', { type: 'text/plain' }));
      return transfer;
    },
    [name, text],
  );
  for (const type of ['dragenter', 'dragover']) await target.dispatchEvent(type, { dataTransfer: data });
  await expect(page.getByText('Drop files to send them to the visitor')).toBeVisible();
  await target.dispatchEvent('drop', { dataTransfer: data });
}

const downloadOf = async (page: Page, link: Locator) => {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const stream = await download.createReadStream();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return { name: download.suggestedFilename(), content: Buffer.concat(pieces) };
};
/** Whether a picture has been fetched and can be seen. */
const isDrawn = (image: Locator) =>
  expect.poll(() => image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth > 0)).toBe(true);

test('W-159 a picture, a PDF and a text go both ways; what is refused is said beside the field', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'W-159 files');
  const { console: operator } = site;
  const chat = await openChat(site, 'Fiona');
  const { window, conversation, page } = chat;
  const messages = window.getByRole('log', { name: 'Messages' });
  const choose = operator.getByTestId('chat-files');

  // From the visitor.
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    window.getByRole('button', { name: 'Send a file', exact: true }).click(),
  ]);
  await chooser.setFiles([lamp, file('Receipt.pdf', pdf)]);
  const picture = conversation.getByRole('button', { name: 'Show Lamp.webp', exact: true });
  await isDrawn(picture.locator('img'));
  await isDrawn(messages.getByRole('button', { name: 'Show Lamp.webp', exact: true }).locator('img'));
  const taken = await downloadOf(operator, conversation.getByRole('link', { name: /^Download Receipt\.pdf, PDF/ }));
  expect([taken.name, taken.content.equals(pdf)]).toEqual(['Receipt.pdf', true]);
  await picture.click();
  const large = operator.getByRole('dialog', { name: 'Lamp.webp' });
  await isDrawn(large.getByRole('img', { name: 'Lamp.webp' }));
  await expectAccessible(operator, 'picture');
  await operator.keyboard.press('Escape');
  await expect(large).toBeHidden();

  // What is no file for a chat.
  const refused = file('Page.html', Buffer.from('<html><script>alert(1)</script></html>'));
  await window.locator('input[type=file]').setInputFiles(refused);
  const fault = window.getByRole('alert').filter({ hasText: 'Page.html was not sent.' });
  await expect(fault).toContainText('is of a kind that is not taken');
  await expect(fault.getByRole('button', { name: 'Try again', exact: true })).toBeHidden();
  await window.getByRole('button', { name: 'Remove Page.html', exact: true }).click();
  await expect(fault).toBeHidden();

  // From the operator: chosen, dropped, and refused.
  await choose.setInputFiles(file('Offer.pdf', pdf));
  const offer = messages.getByRole('button', { name: /^Download Offer\.pdf/ });
  await expect(offer).toBeVisible();
  const got = await downloadOf(page, offer);
  expect([got.name, got.content.equals(pdf)]).toEqual(['Offer.pdf', true]);
  await drop(operator, conversation, { name: 'Sizes.txt', text: 'S M L' });
  await expect(messages.getByRole('button', { name: /^Download Sizes\.txt/ })).toBeVisible();
  await choose.setInputFiles([file('Setup.exe', Buffer.from('4d5a9000', 'hex')), file('Empty.txt', Buffer.alloc(0))]);
  const list = operator.getByRole('list', { name: 'Files to be sent', exact: true });
  await expect(list.getByRole('alert').filter({ hasText: 'Setup.exe was not sent: it is of a kind' })).toBeVisible();
  await expect(list.getByRole('alert').filter({ hasText: 'Empty.txt was not sent: it is empty' })).toBeVisible();
  await expectAccessible(operator, 'refused files');
  await list.getByRole('button', { name: 'Remove Setup.exe', exact: true }).click();
  await list.getByRole('button', { name: 'Remove Empty.txt', exact: true }).click();
  await expect(list).toBeHidden();

  // What did not get through is tried again, and is there once.
  const uploads = `${foyer.operatorUrl}/api/v1/sites/*/chats/*/files?*`;
  await operator.route(uploads, (route) => route.abort());
  await choose.setInputFiles(file('Later.txt', Buffer.from('later')));
  await expect(list.getByRole('alert').filter({ hasText: 'Later.txt was not sent: The server' })).toBeVisible();
  await operator.unroute(uploads);
  await list.getByRole('button', { name: 'Try Later.txt again', exact: true }).click();
  await expect(messages.getByRole('button', { name: /^Download Later\.txt/ })).toHaveCount(1);
  await expect(list).toBeHidden();

  // Narrow and dark: everything is still there and can be read.
  await operator.emulateMedia({ colorScheme: 'dark' });
  await operator.setViewportSize({ width: 390, height: 844 });
  await expect(picture).toBeVisible();
  await expectAccessible(operator, 'narrow');
  await expectAccessible(page, 'window');
  await site.close();
});

test('W-159 the site decides who may send files; an open window follows', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'W-159 settings');
  const { console: operator } = site;
  const { window } = await openChat(site, 'Gwen');
  const clip = window.getByRole('button', { name: 'Send a file', exact: true });
  await expect(clip).toBeVisible();
  await operator.goto(`${foyer.operatorUrl}/console/settings/chat-options`);
  await operator.getByRole('textbox', { name: 'Largest file of a visitor', exact: true }).fill('99');
  await operator.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(operator.getByText(/expected number to be <=25/)).toBeVisible();
  await operator.getByRole('textbox', { name: 'Largest file of a visitor', exact: true }).fill('5');
  await expect(operator.getByText(/expected number to be <=25/)).toBeHidden(); // what is below moves up
  await operator.getByRole('switch', { name: 'Visitors can send files' }).uncheck();
  await operator.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(clip).toBeHidden();
  await expectAccessible(operator, 'settings');
  await site.close();
});

test('notes are for operators only, on the chat and on the visitor', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Notes');
  const { console: operator } = site;
  const told: string[] = [];
  const visit: typeof site.visit = async (path) => {
    const page = await site.visit(path);
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))));
    return page;
  };
  const { window, conversation } = await openChat({ ...site, visit }, 'Hazel');
  await operator.getByRole('button', { name: 'Write a note', exact: true }).click();
  const field = operator.getByRole('textbox', { name: 'Note on this chat', exact: true });
  await field.fill('Has waited since May, be quick');
  await expectAccessible(operator, 'note');
  await operator.reload();
  await expect(field).toHaveValue('Has waited since May, be quick');
  await operator.getByRole('button', { name: 'Add note to chat', exact: true }).click();
  await expect(conversation).toContainText('Note, only operators see it');
  await expect(field).toHaveValue('');
  await operator.getByRole('button', { name: 'Back to messages', exact: true }).click();
  await operator.getByRole('textbox', { name: 'Message', exact: true }).fill('It is red.');
  await operator.keyboard.press('Enter');
  await expect(window.getByText('It is red.', { exact: true })).toBeVisible();
  expect(told.some((frame) => frame.includes('It is red.'))).toBe(true);
  expect(told.filter((frame) => frame.includes('since May'))).toEqual([]);

  const panel = operator.getByRole('complementary', { name: 'Visitor', exact: true });
  await panel.getByRole('button', { name: 'Add note', exact: true }).click();
  await panel.getByRole('textbox', { name: 'New note on the visitor', exact: true }).fill('Prefers the phone');
  await panel.getByRole('button', { name: 'Save note', exact: true }).click();
  await expect(panel.getByText('Prefers the phone', { exact: true })).toBeVisible();
  await panel.getByRole('button', { name: /^Edit note of/ }).click();
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill('Prefers mail');
  await panel.getByRole('button', { name: 'Save note', exact: true }).click();
  await expect(panel.getByText('Prefers mail', { exact: true })).toBeVisible();
  await expectAccessible(operator, 'notes');
  await panel.getByRole('button', { name: /^Delete note of/ }).click();
  await expect(panel.getByText('Prefers mail', { exact: true })).toBeHidden();
  await operator.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(panel.getByText('Prefers mail', { exact: true })).toBeVisible();
  await site.close();
});

test('W-157 a canned response that fits is suggested, and its attachment goes with it', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'W-157 attachment');
  const { console: operator } = site;
  await site.api.call('POST', `/sites/${site.siteId}/canned-responses`, cannedResponseSchema, {
    title: 'Goodbye',
    body: 'See you.',
  });
  await operator.goto(`${foyer.operatorUrl}/console/settings/canned-responses/new`);
  await operator.getByRole('textbox', { name: 'Title', exact: true }).fill('Red lamps');
  await operator.getByRole('textbox', { name: 'Text', exact: true }).fill('Yes, {visitor.name}, in three reds.');
  await operator.getByTestId('canned-files').setInputFiles(file('Virus.exe', Buffer.from('4d5a9000', 'hex')));
  await expect(operator.getByRole('alert').filter({ hasText: 'Virus.exe is of a kind' })).toBeVisible();
  await operator.getByTestId('canned-files').setInputFiles(file('Colours.pdf', pdf));
  await expect(operator.getByRole('button', { name: 'Remove Colours.pdf', exact: true })).toBeVisible();
  await expectAccessible(operator, 'attachment');
  await operator.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(operator.getByRole('link', { name: 'Edit Red lamps', exact: true })).toBeVisible();

  const { window } = await openChat(site, 'Iris');
  const suggestions = operator.getByRole('region', { name: 'Suggested responses', exact: true });
  await expect(suggestions.getByRole('button', { name: 'Insert “Red lamps”', exact: true })).toBeVisible();
  await expect(suggestions.getByRole('button', { name: /Goodbye/ })).toBeHidden();
  await expectAccessible(operator, 'suggestions');
  const message = operator.getByRole('textbox', { name: 'Message', exact: true });
  await message.press('ArrowUp');
  await message.press('Tab');
  await expect(message).toHaveValue('Yes, Iris, in three reds.');
  await expect(message).toBeFocused();
  await expect(operator.getByRole('list', { name: 'Goes with your next message', exact: true })).toContainText(
    'Colours.pdf',
  );
  await message.press('Enter');
  await expect(window.getByText('Yes, Iris, in three reds.', { exact: true })).toBeVisible();
  await expect(window.getByRole('button', { name: /^Download Colours\.pdf/ })).toBeVisible();
  await expect(suggestions).toBeHidden();
  await site.close();
});
