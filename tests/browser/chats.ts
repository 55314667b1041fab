/** A chat between a visitor's page and the console. */
import { expect, type FrameLocator, type Page } from '@playwright/test';

/** Opens the chat window on a visitor's page and asks for a chat; the answer is the window. */
export async function askForChat(visitor: Page, name: string, question: string): Promise<FrameLocator> {
  await visitor.getByRole('button', { name: /chat|message/i }).click();
  const window = visitor.frameLocator('iframe');
  await window.getByLabel('Name (optional)').fill(name);
  await window.getByLabel('Your question').fill(question);
  await window.getByRole('button', { name: 'Start chat' }).click();
  await expect(window.getByText(question)).toBeVisible();
  return window;
}

/** Accepts a visitor's chat in the console; the chat is open then. */
export async function acceptChat(console_: Page, name: string): Promise<void> {
  const accept = console_.getByRole('button', { name: `Accept chat with ${name}` }).first();
  if (!(await accept.isVisible())) await console_.goto(new URL('/console/chats', console_.url()).href);
  await accept.click();
  await expect(console_.getByRole('textbox', { name: 'Message' })).toBeVisible();
}
