/** Surveys, from their settings to a chat: questions before and after it, and what an operator asks for (W-144, W-145, W-160). */
import { AxeBuilder } from '@axe-core/playwright';
import { type SurveysInput, surveysInputSchema, surveysSchema } from '@foyer/protocol/survey';
import { type Browser, expect, type FrameLocator, type Page, test } from '@playwright/test';
import type { z } from 'zod';
import { expectAccessible, expectAccessibleInEveryLook } from './accessible.ts';
import { acceptChat } from './chats.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';
import { openChat } from './real-chat.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

async function openSettings(browser: Browser, name: string) {
  const site = await openEmptySite(browser, foyer, name);
  await site.console.goto(`${foyer.operatorUrl}/console/settings/surveys`);
  await expect(question(site.console, 'Name')).toBeVisible();
  return site;
}

/** Saves surveys as the settings page would. */
async function saveSurveys(site: EmptySite, surveys: z.input<typeof surveysInputSchema>): Promise<void> {
  await site.api.call('PUT', `/sites/${site.siteId}/surveys`, surveysSchema, {
    ...(surveysInputSchema.parse(surveys) satisfies SurveysInput),
    version: 0,
  });
}

const question = (page: Page, label: string) => page.getByRole('region', { name: `Question ${label}`, exact: true });
const preview = (page: Page) => page.frameLocator('iframe[title="The chat window with this form"]');

async function addQuestion(page: Page, type: string): Promise<void> {
  await page.getByRole('button', { name: 'Add question', exact: true }).click();
  await page.getByRole('menuitem', { name: type, exact: true }).click();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

async function openWindow(page: Page): Promise<FrameLocator> {
  await page.getByRole('button', { name: /chat|message/i }).click();
  const window = page.frameLocator('iframe');
  await expect(window.getByRole('button', { name: /Start chat|Send message/ })).toBeVisible();
  return window;
}

/** Nothing serious or critical for axe in the chat window, which is a frame of another origin. */
async function expectWindowAccessible(page: Page, what: string): Promise<void> {
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${what} ${id} ${nodes[0]?.html}`)).toEqual([]);
  }).toPass();
}

test('W-144 a form that is made in the editor is what the window asks, and its answers stand above the conversation', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'W-144');
  const { console: page } = site;
  await page.getByRole('textbox', { name: 'Heading', exact: true }).fill('Before we start');

  await addQuestion(page, 'Selection');
  const topic = question(page, 'Topic');
  for (const [index, label] of ['An order', 'Something else'].entries()) {
    await topic.getByRole('button', { name: 'Add choice', exact: true }).click();
    await topic.getByRole('textbox', { name: `Choice ${index + 1}`, exact: true }).fill(label);
  }
  await topic.getByRole('textbox', { name: 'Value of choice 1', exact: true }).fill('order');
  await addQuestion(page, 'Text');
  const order = question(page, 'Order number');
  await expect(order.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('orderNumber');
  await order.getByRole('switch', { name: 'Has to be answered', exact: true }).check({ force: true });
  await order.getByRole('textbox', { name: 'Pattern', exact: true }).fill('^([0-9]{6}$');
  await order.getByRole('textbox', { name: 'What it says where the pattern does not fit' }).fill('Six digits, please.');
  await order.getByRole('button', { name: 'Add comparison', exact: true }).click();
  await expect(order.getByLabel('Question of comparison 1')).toHaveValue('topic');
  await order.getByLabel('Value of comparison 1').selectOption('order');
  await addQuestion(page, 'Consent');
  const consent = question(page, 'I agree that my details are stored for this chat.');
  await consent.getByRole('textbox', { name: 'Link', exact: true }).fill('Privacy');
  await consent.getByRole('textbox', { name: 'Address of the link' }).fill('https://shop.example/privacy');

  // The window's own code draws it beside the form.
  await expect(preview(page).getByRole('heading', { name: 'Before we start' })).toBeVisible();
  await expect(preview(page).getByLabel('Order number')).toBeHidden();
  await preview(page).getByLabel('Topic (optional)').selectOption('order');
  await expect(preview(page).getByLabel('Order number')).toBeVisible();
  await expectAccessible(page, 'settings');

  // What is refused is said beside the field, and opened.
  await save(page);
  await expect(order.getByRole('textbox', { name: 'Pattern', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(order.getByRole('textbox', { name: 'Pattern', exact: true })).toBeFocused();
  await order.getByRole('textbox', { name: 'Pattern', exact: true }).fill('^[0-9]{6}$');
  await save(page);
  await expect(page.getByText('Saved').first()).toBeVisible();

  const visitor = await site.visit('/', { context: { viewport: { width: 390, height: 760 } } });
  const window = await openWindow(visitor);
  await expect(window.getByRole('heading', { name: 'Before we start' })).toBeVisible();
  await expect(window.getByLabel('Order number')).toBeHidden();
  await window.getByLabel('Name (optional)').fill('Olga');
  await window.getByLabel('Topic (optional)').selectOption({ label: 'An order' });
  await window.getByRole('button', { name: 'Start chat' }).click();
  await expect(window.getByLabel('Order number')).toBeFocused();
  await expect(window.getByText('Please fill this in.')).toBeVisible();
  await expect(window.getByText('Please tick this box to go on.')).toBeVisible();
  await window.getByLabel('Order number').fill('12 34');
  await expect(window.getByRole('link', { name: 'Privacy' })).toHaveAttribute('href', 'https://shop.example/privacy');
  await window.getByLabel('I agree that my details are stored for this chat.').check();
  await window.getByRole('button', { name: 'Start chat' }).click();
  await expect(window.getByText('Six digits, please.')).toBeVisible();
  await expect(window.getByLabel('Order number')).toHaveValue('12 34');
  await expect(window.getByLabel('Name (optional)')).toHaveValue('Olga');
  await expectWindowAccessible(visitor, 'window');
  await visitor.emulateMedia({ colorScheme: 'dark' });
  await expectWindowAccessible(visitor, 'dark window');
  await window.getByLabel('Order number').fill('123456');
  await window.getByLabel('Your question').fill('Where is it?');
  await window.getByRole('button', { name: 'Start chat' }).click();
  await expect(window.getByText('Where is it?')).toBeVisible();

  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await acceptChat(page, 'Olga');
  const answers = page.locator('details').filter({ hasText: '3 answers' });
  await expect(answers).toContainText('An order · 123456');
  await answers.locator('summary').click();
  await expect(answers.getByText('Order number')).toBeVisible();
  await expect(answers.getByText(/Agreed on .* text [0-9a-f]{12}/)).toBeVisible();
  await expectAccessible(page, 'chat');
  await site.close();
});

test('W-144 questions are put in order by the keyboard, removed and brought back; leaving unsaved asks first; other languages are previewed', async ({
  browser,
}) => {
  const site = await openSettings(browser, 'W-144 editor');
  const { console: page } = site;
  const labels = () =>
    page.getByRole('list', { name: 'Questions', exact: true }).locator('section code').allTextContents();
  await page.getByRole('button', { name: 'Remove E-mail', exact: true }).click();
  await expect.poll(labels).toEqual(['name', 'question']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(labels).toEqual(['name', 'email', 'question']);
  await expect(async () => {
    const handle = page.getByRole('button', { name: 'Move Your question', exact: true });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    expect(await labels()).toEqual(['name', 'question', 'email']);
  }).toPass();

  await page.getByRole('button', { name: 'Edit Your question', exact: true }).click();
  const opening = question(page, 'Your question');
  await opening.getByLabel('Language, such as de or pt-BR').fill('de');
  await opening.getByRole('button', { name: 'Add language', exact: true }).click();
  await opening.getByRole('textbox', { name: 'Question in de', exact: true }).fill('Ihre Frage');
  await expect(preview(page).getByLabel('Your question')).toBeVisible();
  await page.getByLabel('Language of the preview').selectOption('de');
  await expect(preview(page).getByLabel('Ihre Frage')).toBeVisible();

  await page.getByRole('link', { name: 'Tags', exact: true }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  // Two of a kind: the second is refused where it stands.
  await addQuestion(page, 'E-mail');
  const second = page.getByRole('region', { name: 'Question E-mail', exact: true }).last();
  await second.getByRole('textbox', { name: 'Name', exact: true }).fill('email');
  await save(page);
  await expect(second.getByText('is the name of question 3 already')).toBeVisible();
  await second.getByRole('textbox', { name: 'Name', exact: true }).fill('email2');
  await save(page);
  await expect(page.getByText('Saved').first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'settings');
  await site.close();
});

test('W-145 after a chat it is rated by the keyboard and questions are answered; the operator sees both, and a change', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'W-145');
  await saveSurveys(site, {
    postChat: {
      enabled: true,
      questions: [
        {
          type: 'radio',
          name: 'solved',
          label: 'Did we solve it?',
          choices: [
            { value: 'yes', label: 'Yes, all of it' },
            { value: 'no', label: 'Not yet' },
          ],
        },
      ],
    },
  });
  const { console: page } = site;
  const chat = await openChat(site, 'Rita');
  await chat.endAsVisitor();
  const { window } = chat;
  const stars = window.getByRole('group', { name: 'How was this chat?' });
  await stars.getByRole('radio', { name: '1 – Very bad' }).focus();
  await chat.page.keyboard.press('Space');
  for (let step = 1; step < 4; step += 1) await chat.page.keyboard.press('ArrowRight');
  await expect(stars.getByRole('radio', { name: '4 – Good' })).toBeChecked();
  await window.getByLabel('Anything to add? (optional)').fill('Quick, thank you');
  await window.getByLabel('Not yet').check();
  await expectWindowAccessible(chat.page, 'after the chat');
  await window.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(window.getByText('Thank you for your answer.')).toBeVisible();
  await expect(chat.conversation).toContainText('Rated 4 of 5: good – “Quick, thank you”');
  await expect(chat.conversation).toContainText('Did we solve it?Not yet');
  await expect(page.getByRole('listitem').filter({ hasText: 'Rita' }).getByText('Rating: 4 of 5')).toBeAttached();

  // On another page it stands as it was left, and can be changed.
  await chat.page.goto(`${site.hostUrl}/elsewhere`);
  await chat.page.getByRole('button', { name: /chat/i }).click();
  await window.getByRole('button', { name: 'Change it' }).click();
  await expect(stars.getByRole('radio', { name: '4 – Good' })).toBeChecked();
  await expect(window.getByLabel('Not yet')).toBeChecked();
  await stars.getByRole('radio', { name: '5 – Very good' }).check({ force: true });
  await window.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(chat.conversation).toContainText('Rated 5 of 5: very good');
  await page.goto(`${foyer.operatorUrl}/console/recent-chats`);
  await expect(page.getByRole('row').filter({ hasText: 'Rita' }).getByText('Rating: 5 of 5')).toBeAttached();
  await site.close();
});

test('W-160 an operator asks for a field within the chat; a hidden answer is dots until somebody asks for it', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'W-160');
  await saveSurveys(site, {
    preChat: {
      questions: [
        { type: 'text', name: 'name', label: 'Name', binding: 'name' },
        { type: 'longText', name: 'question', label: 'Your question', binding: 'question' },
        { type: 'email', name: 'email', label: 'E-mail', binding: 'email' },
        { type: 'text', name: 'pin', label: 'Customer PIN', masked: true, pattern: '^[0-9]{4}$' },
      ],
    },
  });
  const { console: page } = site;
  const chat = await openChat(site, 'Paula');
  const { window } = chat;
  const ask = async (label: string) => {
    await page.getByRole('button', { name: 'Ask for a field', exact: true }).click();
    await page.getByRole('menuitem', { name: label, exact: true }).click();
  };
  await ask('Customer PIN');
  const card = window.getByRole('form', { name: /asks for: Customer PIN/ });
  await card.getByLabel('Customer PIN').fill('12');
  await card.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(card.getByText('This doesn’t look right. Please check it.')).toBeVisible();
  await expectWindowAccessible(chat.page, 'field asked for');
  await card.getByLabel('Customer PIN').fill('4711');
  await card.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(card).toBeHidden();
  await expect(window.getByText('Customer PIN: •••')).toBeVisible();
  await expect(chat.conversation.getByText('••••••')).toBeVisible();
  await expect(page.getByText('4711')).toBeHidden();
  await chat.conversation.getByRole('button', { name: 'Show Customer PIN' }).click();
  await expect(chat.conversation.getByText('4711')).toBeVisible();

  await ask('E-mail');
  const mail = window.getByRole('form', { name: /asks for: E-mail/ });
  await mail.getByLabel('E-mail').fill('paula@example.com');
  await mail.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(window.getByText('E-mail: paula@example.com')).toBeVisible();
  // It is among the contact details too.
  await expect(page.getByRole('complementary').getByText('paula@example.com')).toBeVisible();
  await site.close();
});

async function chooseStatus(page: Page, from: RegExp, to: string): Promise<void> {
  await page.getByRole('button', { name: from }).click();
  await page
    .getByRole('menuitemradio', { name: to })
    .or(page.getByRole('menuitem', { name: to }))
    .click();
  await expect(page.getByRole('button', { name: new RegExp(to) })).toBeVisible();
}

test('W-146 with nobody Online the offline form is asked, and without it no message is taken', async ({ browser }) => {
  const site = await openSettings(browser, 'W-146');
  const { console: page } = site;
  await page.getByRole('tab', { name: 'Nobody here', exact: true }).click();
  await page.getByRole('button', { name: 'Remove E-mail', exact: true }).click();
  await save(page);
  await expect(page.getByText('needs a question that is bound to the visitor’s e-mail address')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await addQuestion(page, 'Telephone');
  await save(page);
  await expect(page.getByText('Saved').first()).toBeVisible();
  await chooseStatus(page, /Online/, 'Away');

  const visitor = await site.visit('/');
  const window = await openWindow(visitor);
  await window.getByLabel('Name (optional)').fill('Olaf');
  await window.getByRole('textbox', { name: 'Message', exact: true }).fill('Call me back');
  await window.getByRole('textbox', { name: 'E-mail' }).fill('olaf@example.com');
  await window.getByLabel('Telephone (optional)').fill('call me');
  await window.getByRole('button', { name: 'Send message' }).click();
  await expect(window.getByText('This doesn’t look like a telephone number. Please check it.')).toBeVisible();
  await window.getByLabel('Telephone (optional)').fill('+32 9 123 45 67');
  await window.getByRole('button', { name: 'Send message' }).click();
  await expect(window.getByText('Thank you. We have your message')).toBeVisible();

  await page.getByRole('tab', { name: 'Nobody here', exact: true }).click();
  await page.getByRole('switch', { name: 'Ask this', exact: true }).uncheck({ force: true });
  await save(page);
  await window.getByRole('button', { name: 'Send another message' }).click();
  await expect(window.getByRole('button', { name: 'Send message' })).toBeHidden();
  await page.goto(`${foyer.operatorUrl}/console/recent-chats?state=missed`);
  await page.getByRole('link', { name: 'Olaf', exact: true }).click();
  await expect(page.getByText('+32 9 123 45 67')).toBeVisible();
  // The operator is the same on every site.
  await chooseStatus(page, /Away/, 'Online');
  await site.close();
});
