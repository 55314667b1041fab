/** Pictures of every page of the console that is set up or looked at from a desk: settings, customers, prospects, a chat. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { signIn } from '../browser/console-page.ts';
import type { SettingsContent } from './settings-content.ts';

interface View {
  readonly name: string;
  /** Address below `/console/`. */
  readonly path: string;
  /** What is done there before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** Every page with its content. `chatId`: a chat of Ann's. */
export const viewsOf = (content: SettingsContent, chatId: string): readonly View[] => [
  { name: 'settings', path: 'settings' },
  { name: 'general', path: 'settings/general' },
  { name: 'chat-window', path: 'settings/chat-window' },
  { name: 'invites', path: 'settings/invites' },
  { name: 'invite-designer', path: `settings/invites/${content.inviteId}` },
  { name: 'alerts', path: 'settings/alerts' },
  { name: 'alert-editor', path: `settings/alerts/${content.alertId}` },
  { name: 'prospect-rules', path: 'settings/prospects' },
  { name: 'condition-builder', path: `settings/prospects/${content.prospectRuleId}`, act: tryOnAVisit },
  { name: 'exclusions', path: 'settings/exclusions' },
  { name: 'referring-sites', path: 'settings/referring-sites' },
  { name: 'notifications', path: 'settings/notifications' },
  { name: 'outbox', path: 'settings/outbox' },
  { name: 'wrap-up', path: 'settings/wrap-up' },
  { name: 'tags', path: 'settings/tags' },
  { name: 'tag-editor', path: `settings/tags/${content.tagId}` },
  { name: 'client-form', path: 'settings/client-form' },
  { name: 'surveys', path: 'settings/surveys' },
  { name: 'chat-options', path: 'settings/chat-options' },
  { name: 'routing', path: 'settings/routing' },
  { name: 'opening-hours', path: 'settings/opening-hours' },
  { name: 'content-groups', path: 'settings/content-groups' },
  { name: 'canned-responses', path: 'settings/canned-responses' },
  { name: 'canned-response-editor', path: `settings/canned-responses/${content.cannedResponseId}` },
  { name: 'departments', path: 'settings/departments' },
  { name: 'department-editor', path: `settings/departments/department/${content.departmentId}` },
  { name: 'users', path: 'settings/users' },
  { name: 'user-editor', path: `settings/users/${content.userId}` },
  { name: 'user-invite', path: 'settings/users/new' },
  { name: 'account', path: 'account' },
  { name: 'api-keys', path: 'settings/api-keys' },
  { name: 'api-key-new', path: 'settings/api-keys/new' },
  { name: 'configuration', path: 'settings/configuration', act: planAFile },
  { name: 'changes', path: 'settings/changes' },
  { name: 'customers', path: 'customers' },
  { name: 'prospects', path: 'prospects' },
  { name: 'wrap-up-report', path: 'reports/wrap-ups' },
  { name: 'chat', path: `chats/${chatId}` },
];

/** The sections that look otherwise on a site where nothing is set up. */
export const emptyViews: readonly View[] = [
  'invites',
  'alerts',
  'prospects',
  'exclusions',
  'notifications',
  'outbox',
  'wrap-up',
  'tags',
  'client-form',
  'canned-responses',
  'departments',
].map((section) => ({ name: `empty-${section}`, path: `settings/${section}` }));

/** Takes them of one site, in each look, as `FOLDER/NAME-LOOK.png`. */
export async function takeViews(
  chrome: Browser,
  url: string,
  siteId: string,
  views: readonly View[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name: look, ...options } of looks) {
    const context = await chrome.newContext(options);
    const page = await context.newPage();
    await page.addInitScript((id) => localStorage.setItem('foyer.site', JSON.stringify(id)), siteId);
    await signIn(page, url);
    for (const view of views) {
      await page.goto(`${url}/console/${view.path}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      await view.act?.(page);
      await page.waitForTimeout(400); // fonts and previews
      await shootWhole(page, join(folder, `${view.name}-${look}.png`), options.viewport);
    }
    await context.close();
  }
}

/** The console scrolls inside of its frame: the window is made as high as what is in it, within reason. */
async function shootWhole(page: Page, path: string, viewport: { width: number; height: number }): Promise<void> {
  const more = await page.evaluate(() =>
    Math.max(0, ...[...document.querySelectorAll('main, main *')].map((part) => part.scrollHeight - part.clientHeight)),
  );
  await page.setViewportSize({ ...viewport, height: Math.min(viewport.height + more, 3200) });
  await page.waitForTimeout(150);
  await page.screenshot({ path, animations: 'disabled' });
  await page.setViewportSize(viewport);
}

/** The condition builder's verdicts on a visit of the crowd for which the rule is true. */
export async function tryOnAVisit(page: Page): Promise<void> {
  await page.getByLabel('Try on a visit').click();
  await page.getByRole('option', { name: /Tomás Herrera/ }).click();
  await page.waitForLoadState('networkidle');
}

async function planAFile(page: Page): Promise<void> {
  const file = {
    foyer: 'configuration',
    version: 1,
    sites: [
      {
        name: 'Demo shop',
        exclusions: { pages: ['support/*.*', 'jobs/*.*'], countries: ['AQ'] },
        prospectRules: [{ name: 'Trade', specificPages: ['demo/sales.html', 'demo/about.html'] }],
      },
    ],
  };
  await page.getByRole('textbox', { name: 'Configuration' }).fill(JSON.stringify(file, null, 2));
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByRole('region', { name: 'What would change' }).waitFor();
}
