import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { openEmptySite } from './empty-site.ts';

type Site = Awaited<ReturnType<typeof openEmptySite>>;

/** A chat between a visitor's page and a console, with the operator's screen on it. */
export interface RealChat {
  readonly page: Page;
  /** The visitor's window. */
  readonly window: FrameLocator;
  readonly conversation: Locator;
  /** The visitor ends it. */
  endAsVisitor(): Promise<void>;
}

/** A visitor asks for a chat on a page of the site, and the operator of `console` takes it. */
export async function openChat(site: Site, name: string, console: Page = site.console): Promise<RealChat> {
  const page = await site.visit(`/${name.toLowerCase()}`);
  await page.getByRole('button', { name: /chat/i }).click();
  const window = page.frameLocator('iframe');
  await window.getByLabel('Name (optional)').fill(name);
  await window.getByLabel('Your question').fill('Is it red?');
  await window.getByRole('button', { name: 'Start chat' }).click();
  await console.goto(new URL('/console/chats', console.url()).href);
  await console
    .getByRole('button', { name: `Accept chat with ${name}` })
    .first()
    .click();
  const conversation = console.getByRole('log', { name: 'Conversation' });
  await expect(conversation).toContainText('joined');
  return {
    page,
    window,
    conversation,
    async endAsVisitor() {
      await window.getByRole('button', { name: 'End chat' }).click();
      await window.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
      await expect(conversation).toContainText('The visitor ended the chat');
    },
  };
}
