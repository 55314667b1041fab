import { expect, type Page } from '@playwright/test';
import { administrator } from './installation.ts';

/** Signs in at the console and waits for the live list. */
export async function signIn(page: Page, consoleUrl: string): Promise<void> {
  await page.goto(`${consoleUrl}/console/`);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
}
