/** S-076 to S-078: an administrator makes tags in the browser; operators put them on real chats. */
import { tagSchema } from '@foyer/protocol/tag';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';
import { openChat } from './real-chat.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

/** An empty site, with its tags page open. */
async function openTags(browser: Browser) {
  const site = await openEmptySite(browser, foyer, 'Lamps');
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/tags`);
  await expect(page.getByRole('heading', { name: 'No tags yet' })).toBeVisible();
  const addTag = async (name: string, options: { description?: string; takesValue?: boolean } = {}) => {
    await page.getByRole('button', { name: 'Add tag' }).click();
    const form = page.getByRole('dialog', { name: 'New tag' });
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    if (options.description) await form.getByRole('textbox', { name: 'Description' }).fill(options.description);
    if (options.takesValue) await form.getByRole('switch', { name: 'Takes a value' }).press('Space');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
  };
  return { site, page, addTag };
}

const carried = (page: Page) => page.getByRole('list', { name: 'Tags of this chat' });

async function putOn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('option', { name }).click();
}

test('S-076 tags are made, refused when wrong, archived, deleted and brought back; chats are offered them', async ({
  browser,
}) => {
  const { site, page, addTag } = await openTags(browser);
  await addTag('VIP', { description: 'Worth a call' });
  await expect(page.getByRole('list', { name: 'Tags' })).toContainText('Worth a call');

  await page.getByRole('button', { name: 'Add tag' }).click();
  const form = page.getByRole('dialog', { name: 'New tag' });
  await form.getByRole('textbox', { name: 'Name' }).fill('vip');
  await form.getByRole('button', { name: 'Save' }).click();
  // Refused beside the field, in words; what was typed stays.
  await expect(form.getByText('is taken: there is “VIP”; case makes no difference')).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('vip');
  await form.getByRole('textbox', { name: 'Name' }).fill('Press');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();

  await page.getByRole('link', { name: 'Edit Press' }).click();
  await page.getByRole('dialog', { name: 'Tag' }).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'Edit Press' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Edit Press' })).toBeVisible();
  await page.getByRole('link', { name: 'Edit Press' }).click();
  await page.getByRole('switch', { name: 'Archived' }).press('Space');
  await page.getByRole('dialog', { name: 'Tag' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Press' })).toContainText('Archived');

  const chat = await openChat(site, 'Vera');
  await page.getByRole('button', { name: 'Add tag' }).click();
  await expect(page.getByRole('option')).toHaveText(['VIP']);
  await page.getByRole('option', { name: 'VIP' }).click();
  await expect(carried(page)).toContainText('VIP');
  await expect(chat.conversation).toContainText('added the tag VIP');
  await expect(chat.window.getByText('VIP')).toHaveCount(0);

  await page.goto(`${foyer.operatorUrl}/console/settings/tags`);
  await expect(page.getByRole('listitem').filter({ hasText: 'VIP' })).toContainText('1 chat');
  await page.getByRole('link', { name: 'Edit VIP' }).click();
  await expect(page.getByText('it can be archived, not deleted')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await site.close();
});

test('S-077 a chat carries any number of tags, until and after its end, and is found by them', async ({ browser }) => {
  const { site, page, addTag } = await openTags(browser);
  for (const name of ['VIP', 'Press', 'Angry']) await addTag(name);
  const chat = await openChat(site, 'Vera');
  for (const name of ['VIP', 'Press']) {
    await putOn(page, name);
    await expect(carried(page)).toContainText(name);
  }
  await chat.endAsVisitor();
  await putOn(page, 'Angry');
  await expect(carried(page).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: 'Take Press off' }).click();
  await expect(carried(page).getByRole('listitem')).toHaveCount(2);
  await expect(chat.conversation).toContainText('took the tag Press off');
  await openChat(site, 'Victor');

  await page.goto(`${foyer.operatorUrl}/console/recent-chats`);
  await expect(page.getByRole('row').filter({ hasText: 'Vera' })).toContainText('Angry');
  await page.getByRole('combobox', { name: 'Tag' }).click();
  await page.getByRole('option', { name: 'VIP' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Victor' })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'Vera' })).toBeVisible();
  await site.close();
});

test('S-078 a tag can say something more, and operators make tags on the fly only where they may', async ({
  browser,
}) => {
  const { site, page, addTag } = await openTags(browser);
  await addTag('Order', { takesValue: true });
  const chat = await openChat(site, 'Vera');
  await putOn(page, 'Order');
  await page.getByRole('textbox', { name: 'Value of Order' }).fill('A-17');
  await page.getByRole('button', { name: 'Put on' }).click();
  await expect(carried(page)).toContainText('Order: A-17');
  await page.getByRole('button', { name: 'Change the value of Order' }).click();
  await page.getByRole('textbox', { name: 'Value of Order' }).fill('A-18');
  await page.keyboard.press('Enter');
  await expect(carried(page)).toContainText('Order: A-18');
  await expect(chat.conversation).toContainText('changed the tag to Order: A-18');

  // On the fly, by the keyboard alone: administrators may, operators where the switch is on.
  await page.getByRole('button', { name: 'Add tag' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Wholesale');
  await expect(page.getByRole('option', { name: 'Make the tag “Wholesale”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(carried(page)).toContainText('Wholesale');
  await page.goto(`${foyer.operatorUrl}/console/settings/tags`);
  await expect(page.getByRole('link', { name: 'Edit Wholesale' })).toBeVisible();
  const right = page.getByRole('switch', { name: 'Operators may make tags on the fly' });
  await expect(right).not.toBeChecked();
  await right.press('Space');
  await page.reload();
  await expect(right).toBeChecked();
  await site.close();
});

test.describe('accessible', () => {
  let site: Awaited<ReturnType<typeof openEmptySite>>;
  let chatPath: string;
  test.beforeAll(async ({ browser }) => {
    site = await openEmptySite(browser, foyer, 'Lamps');
    const tag = { name: 'Order', takesValue: true, description: 'The number of the order that the chat is about' };
    await site.api.call('POST', `/sites/${site.siteId}/tags`, tagSchema, tag);
    await openChat(site, 'Vera');
    await putOn(site.console, 'Order');
    await site.console.getByRole('button', { name: 'Put on' }).click();
    await expect(carried(site.console)).toContainText('Order');
    chatPath = new URL(site.console.url()).pathname.replace('/console/', '');
  });
  test.afterAll(async () => site?.close());

  test('axe finds nothing serious, and nothing is cut off', async () => {
    const page = await site.openConsole('');
    for (const [path, visible] of [
      ['settings/tags', page.getByRole('list', { name: 'Tags', exact: true })],
      ['settings/tags/new', page.getByRole('dialog', { name: 'New tag' })],
      ['recent-chats', page.getByRole('row').filter({ hasText: 'Vera' })],
      [chatPath, carried(page)],
    ] as const) {
      await page.goto(`${foyer.operatorUrl}/console/${path}`);
      await expect(visible).toBeVisible();
      await expectAccessibleInEveryLook(page, path);
    }
    await page.context().close();
  });
});
