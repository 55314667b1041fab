/** The main job, in a browser: see a visitor, greet them, chat. The same journey on one process and on two nodes. */
import { expect, test } from '@playwright/test';
import { hasService } from '../support/services.ts';
import { signIn } from './console-page.ts';
import { type Installation, startOneNode, startTwoNodes } from './installation.ts';

const installations: readonly [string, () => Promise<Installation>, boolean][] = [
  ['one process with SQLite', startOneNode, false],
  ['two nodes with PostgreSQL and Redis', startTwoNodes, true],
];

for (const [name, start, needsServices] of installations) {
  test.describe(name, () => {
    test.skip(needsServices && !(hasService('postgres') && hasService('redis')), 'needs PostgreSQL and Redis');
    let foyer: Installation;
    test.beforeAll(async () => {
      foyer = await start();
    });
    test.afterAll(async () => foyer?.stop());

    test('a visitor from an advertisement is seen, greeted, and chatted with across pages', async ({ browser }) => {
      const operator = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      await signIn(operator, foyer.operatorUrl);

      const visitor = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
      const complaints: string[] = [];
      visitor.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      visitor.on('pageerror', (error) => complaints.push(String(error)));

      // The page view appears in the console by itself.
      await visitor.goto(`${foyer.visitorUrl}/demo/?source=adwords`);
      const row = operator.getByRole('row').filter({ hasText: '/demo/?source=adwords' });
      await expect(row).toBeVisible();

      // The alert for *source=adwords wins over All visitors, and pops up.
      await expect(row).toContainText('AdWords');
      const popup = operator.getByRole('article').filter({ hasText: 'AdWords' });
      await expect(popup).toBeVisible();

      // The invite slides in and is clicked.
      await visitor.getByRole('button', { name: 'Need a hand? Chat with us' }).click();
      const chat = visitor.frameLocator('iframe');
      await chat.getByLabel('Name (optional)').fill('Vera');
      await chat.getByLabel('Your question').fill('Do you ship to Ghent?');
      await chat.getByRole('button', { name: 'Start chat' }).click();

      // The operator picks up; both talk.
      await operator.getByRole('link', { name: /^Chats/ }).click();
      await operator.getByRole('button', { name: 'Accept chat with Vera' }).click();
      const conversation = operator.getByRole('log', { name: 'Conversation' });
      await expect(conversation).toContainText('Do you ship to Ghent?');
      const message = operator.getByRole('textbox', { name: 'Message' });
      await message.fill('Yes, every day.');
      await message.press('Enter');
      await expect(chat.getByText('Yes, every day.')).toBeVisible();
      const answer = chat.getByRole('textbox', { name: /message/i });
      await answer.pressSequentially('Lovely');
      await expect(operator.getByText(/is typing/)).toBeVisible();
      await answer.fill('Lovely, thank you!');
      await answer.press('Enter');
      await expect(conversation).toContainText('Lovely, thank you!');

      // The visitor walks to another page and goes on.
      await visitor.getByRole('link', { name: 'Lamps', exact: true }).first().click();
      await expect(visitor).toHaveURL(/products\.html/);
      await expect(chat.getByText('Lovely, thank you!')).toBeVisible();
      await expect(conversation).toContainText('All lamps');
      await chat.getByRole('textbox', { name: /message/i }).fill('I take the moon lamp.');
      await chat.getByRole('textbox', { name: /message/i }).press('Enter');
      await expect(conversation).toContainText('I take the moon lamp.');
      await message.fill('Good choice.');
      await message.press('Enter');
      await expect(chat.getByText('Good choice.')).toBeVisible();

      // Close.
      await operator.getByRole('button', { name: 'End chat' }).click();
      await operator.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
      await expect(chat.getByRole('button', { name: /new chat/i })).toBeVisible();
      await expect(chat.getByText('Good choice.')).toBeVisible();
      expect(complaints).toEqual([]);
      await operator.context().close();
      await visitor.context().close();
    });
  });
}
