/** The team: messages among operators, broadcasts, statuses that turn, opening hours, and browsers that cannot ring. */
import { openingHoursSchema } from '@foyer/protocol/opening-hours';
import { siteSchema } from '@foyer/protocol/site';
import { autoAwaySchema, workPeriodsSchema } from '@foyer/protocol/work-periods';
import { type Browser, type BrowserContextOptions, type Page, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { ApiClient } from '../support/api-client.ts';
import { expectAccessible } from './accessible.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

// Two or three consoles at once: on a busy machine a page takes its time to open.
const expect = promptly.configure({ timeout: 20_000 });

const clock = new URL('../support/movable-clock.mjs', import.meta.url);
/** How far the server's clock is ahead. */
let aheadMs = 0;
let foyer: Installation;
let openPages: Page[] = [];
test.beforeAll(async () => {
  foyer = await startOneNode({ NODE_OPTIONS: `--import=${clock.href}` });
});
test.afterAll(async () => foyer?.stop());
test.afterEach(async () => {
  for (const page of openPages) await page.context().close();
  openPages = [];
});

/** Moves the server's clock on by 31 minutes. */
function moveClock(): void {
  process.kill(foyer.servers[0]?.pid as number, 'SIGUSR2');
  aheadMs += 31 * 60_000;
}

/** Somebody who works on the site, signed in, with the site's own screens. */
async function enterAs(
  browser: Browser,
  site: EmptySite,
  name: string,
  path = '',
  options: BrowserContextOptions = {},
): Promise<Page & { operatorId: string }> {
  const account = {
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
    password: `password of ${name}`,
  };
  const { id } = await site.api.call('POST', '/users', z.object({ id: z.string() }), {
    ...account,
    siteIds: [site.siteId],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  openPages.push(page);
  await page.goto(`${foyer.operatorUrl}/console/`);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  if (path !== '') await page.goto(`${foyer.operatorUrl}/console/${path}`);
  return Object.assign(page, { operatorId: id });
}

const log = (page: Page) => page.getByRole('log', { name: 'Messages of the team' });
const statusOf = (page: Page) => page.getByRole('button', { name: /^Status: / });
const team = (page: Page) => page.getByRole('navigation', { name: 'Team', exact: true });

test('W-171 two operators write to each other and in the channel; what is unread is counted; a broadcast stays until dismissed', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Team shop');
  const { console: ann } = site;
  const olga = await enterAs(browser, site, 'Olga Team', 'chats');
  await ann.goto(`${foyer.operatorUrl}/console/chats`);
  // From the list of colleagues, with the keyboard alone.
  await ann.getByRole('link', { name: 'Olga Team', exact: true }).focus();
  await ann.keyboard.press('Enter');
  await expect(ann.getByRole('heading', { name: 'Olga Team', level: 2 })).toBeVisible();
  await expect(log(ann)).toContainText('Nothing has been said yet.');
  await ann
    .getByRole('textbox', { name: 'Message to Olga Team' })
    .fill('Could you take the next one? https://example.com');
  await ann.keyboard.press('Enter');
  await expect(log(ann)).toContainText('Could you take the next one?');
  await expect(log(ann)).not.toContainText('Sending');

  const place = olga.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Team/ });
  await expect(place).toContainText('1 unread message');
  await place.click();
  await expect(team(olga).getByText('1 unread message')).toBeAttached();
  await expectAccessible(olga, 'team, nothing chosen');
  await team(olga).locator('a').filter({ hasText: '1 unread message' }).click();
  await expect(log(olga).getByRole('link', { name: 'https://example.com' })).toBeVisible();
  await expect(place).not.toContainText('unread');
  await olga.getByRole('textbox', { name: /^Message to / }).pressSequentially('Sure');
  await expect(log(ann)).toContainText('Olga Team is typing…');
  await olga.keyboard.press('Enter');
  await expect(log(ann)).toContainText('Sure');
  await expect(log(ann)).not.toContainText('is typing');
  await expectAccessible(ann, 'team, a conversation');

  // The channel, and what was said before one opened it.
  await team(ann).getByRole('link', { name: 'Team shop' }).click();
  await ann.getByRole('textbox', { name: 'Message to Everybody of Team shop' }).fill('Good morning all');
  await ann.getByRole('button', { name: 'Send', exact: true }).click();
  await team(olga)
    .getByRole('link', { name: /^Team shop/ })
    .click();
  await expect(log(olga)).toContainText('Good morning all');
  // It comes back by itself, and nothing is there twice.
  await olga.reload();
  await expect(log(olga).getByText('Good morning all')).toHaveCount(1);

  await ann.getByRole('button', { name: 'Broadcast', exact: true }).click();
  await expectAccessible(ann, 'broadcast');
  await ann.getByRole('textbox', { name: 'What to tell' }).fill('Fire drill at noon');
  await ann.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  const banner = olga.getByRole('status').filter({ hasText: 'to everybody of Team shop:' });
  await expect(banner).toContainText('Fire drill at noon');
  await olga.goto(`${foyer.operatorUrl}/console/visitors`);
  await expect(banner).toContainText('Fire drill at noon');
  await expectAccessible(olga, 'a broadcast');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
  await olga.reload();
  await expect(olga.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  await expect(banner).toBeHidden();
  await site.close();
});

test('W-172, W-151 somebody’s status is set and they are told; without activity they are Away, and a key brings them back', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Status shop');
  const { console: ann } = site;
  const olga = await enterAs(browser, site, 'Olga Status');
  await ann.goto(`${foyer.operatorUrl}/console/team/person/${olga.operatorId}`);
  await ann.getByRole('button', { name: 'Set the status of Olga Status' }).click();
  await ann.getByRole('menuitem', { name: 'Busy' }).click();
  await expect(olga.getByRole('status').filter({ hasText: 'set your status to Busy' })).toBeVisible();
  await expect(statusOf(olga)).toHaveAccessibleName('Status: Busy');
  await expect(team(ann).getByRole('link', { name: /^Olga Status.*Busy/ })).toBeVisible();

  // A minute of their own is refused beside the field, and kept once it makes sense.
  await olga.goto(`${foyer.operatorUrl}/console/account`);
  const minutes = olga.getByRole('textbox', { name: 'Set me to Away after' });
  await expect(minutes).toHaveValue('5 min');
  const status = olga.getByRole('region', { name: 'Status', exact: true });
  await minutes.fill('500');
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(minutes).toHaveAttribute('aria-invalid', 'true');
  await minutes.fill('20');
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(olga.getByText('Saved').first()).toBeVisible();
  await expectAccessible(olga, 'account');

  moveClock();
  const told = olga.getByRole('status').filter({ hasText: 'You are Away: nothing was done here for a while.' });
  await expect(told).toBeVisible();
  await expect(statusOf(olga)).toHaveAccessibleName('Status: Away');
  await expect(team(ann).getByRole('link', { name: /^Olga Status.*Away/ })).toBeVisible();
  await olga.keyboard.press('Shift');
  await expect(statusOf(olga)).toHaveAccessibleName('Status: Busy');
  await expect(told).toBeHidden();
  await site.close();
});

/** Times of day so many minutes from the server's now, in a zone in which it is about noon. */
function around(...ranges: readonly (readonly [from: number, to: number])[]) {
  const now = new Date(Date.now() + aheadMs);
  const offset = now.getUTCHours() - 12;
  const timeZone = offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '+' : ''}${offset}`;
  const time = (minutes: number) => {
    const at = 12 * 60 + now.getUTCMinutes() + minutes;
    return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  };
  return { timeZone, ranges: ranges.map(([from, to]) => ({ from: time(from), to: time(to) })) };
}

test('a work period that an administrator sets ends, and the next one begins', async ({ browser }) => {
  const site = await openEmptySite(browser, foyer, 'Period shop');
  const { console: ann } = site;
  const otto = await enterAs(browser, site, 'Otto Period');
  const { timeZone, ranges } = around([-60, 15], [50, 120]);
  // A zone in which it is noon whenever this runs; the rest is chosen on the screen.
  const zoned = { timeZone, version: 0 };
  await site.api.call('PUT', `/users/${otto.operatorId}/work-periods`, workPeriodsSchema, zoned);
  const asOtto = await ApiClient.signIn(foyer.operatorUrl, 'otto.period@example.com', 'password of Otto Period');
  await asOtto.call('PUT', '/me/auto-away', autoAwaySchema, { minutes: 0 });
  await ann.goto(`${foyer.operatorUrl}/console/settings/users/${otto.operatorId}`);
  const form = ann.getByRole('form', { name: 'Work periods' });
  await form.getByRole('switch', { name: 'Follow work periods' }).click();
  await expect(form.getByRole('combobox', { name: 'Time zone' })).toHaveValue(timeZone);
  await form.getByRole('button', { name: 'Add hours on Monday' }).click();
  for (const [place, range] of ranges.entries()) {
    await form.getByLabel('Monday, from').nth(place).fill(range.from);
    await form.getByLabel('Monday, to').nth(place).fill(range.to);
  }
  await form.getByRole('button', { name: 'Copy Monday to the days below' }).click();
  await expect(form.getByLabel('Sunday, to').nth(1)).toHaveValue(ranges[1]?.to ?? '');
  await expectAccessible(ann, 'work periods');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ann.getByText('Saved').first()).toBeVisible();
  await expect(statusOf(otto)).toHaveAccessibleName('Status: Online');

  moveClock();
  await expect(otto.getByText('Your work period has ended: you are Away.')).toBeVisible();
  await expect(statusOf(otto)).toHaveAccessibleName('Status: Away');
  moveClock();
  await expect(otto.getByText('Your work period has begun: you are Online.')).toBeVisible();
  await expect(statusOf(otto)).toHaveAccessibleName('Status: Online');
  await site.close();
});

test('opening hours: a closed day takes the site offline for visitors at once, and says when it opens', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Hours shop');
  const { console: ann } = site;
  const {
    id,
    key: _key,
    codeSeenAt: _at,
    codeSeenUrl: _url,
    ...fields
  } = await site.api.call('GET', `/sites/${site.siteId}`, siteSchema);
  const chatWindow = { ...fields.chatWindow, offlineText: 'We are closed. We open {opens}. Leave a message.' };
  await site.api.call('PUT', `/sites/${id}`, siteSchema, { ...fields, chatWindow });
  const visitor = await site.visit('/');
  await expect(visitor.getByRole('button', { name: 'Chat with us' })).toBeVisible();

  await ann.goto(`${foyer.operatorUrl}/console/settings/opening-hours`);
  await expect(ann.getByText('Opening hours are off')).toBeVisible();
  await ann.getByRole('switch', { name: 'Use opening hours' }).click();
  await ann.getByRole('button', { name: 'Add an exception' }).click();
  // Refused beside its field.
  await ann.getByLabel('Monday, to').fill('08:00');
  await ann.getByLabel('Date', { exact: true }).fill('2026-12-25');
  await ann.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ann.getByText('must be later than 09:00')).toBeVisible();
  await expect(ann.getByLabel('Monday, to')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(ann, 'opening hours with a fault');
  await ann.getByLabel('Monday, to').fill('17:00');
  const today = new Date(Date.now() + aheadMs).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
  await ann.getByLabel('Date', { exact: true }).fill(today);
  await ann.getByRole('textbox', { name: 'Name' }).fill('Stocktaking');
  await expect(ann.getByRole('status', { name: 'With these hours' })).toContainText('The site is closed now. It opens');
  await ann.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ann.getByText('Saved').first()).toBeVisible();

  await visitor.getByRole('button', { name: 'Chat with us' }).click();
  const window = visitor.frameLocator('iframe');
  await expect(window.getByText(/^We are closed\. We open .*9:00.*\. Leave a message\.$/)).toBeVisible();
  await expect(window.getByText('We are away')).toBeVisible();

  // Somebody leaves the page with changes: they are asked first.
  await ann.getByRole('switch', { name: 'Use opening hours' }).click();
  await ann.getByRole('link', { name: 'Tags', exact: true }).click();
  await ann.getByRole('button', { name: 'Stay', exact: true }).click();
  await ann.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('We are online')).toBeVisible();
  const saved = await site.api.call('GET', `/sites/${site.siteId}/opening-hours`, openingHoursSchema);
  expect(saved).toMatchObject({ enabled: false, version: 2, exceptions: [{ date: today, name: 'Stocktaking' }] });
  await site.close();
});

test('a browser that cannot ring says so, its operator is marked for colleagues, and with sound the mark goes', async ({
  browser,
}) => {
  const site = await openEmptySite(browser, foyer, 'Ring shop');
  const { console: ann } = site;
  await ann.goto(`${foyer.operatorUrl}/console/chats`);
  const olga = await enterAs(browser, site, 'Olga Ring', 'account');
  const notices = olga.getByRole('region', { name: 'Notices of this browser' });
  await notices.getByRole('switch', { name: 'Sound', exact: true }).click();
  await expect(notices.getByRole('status').first()).toContainText('This browser cannot call you: Sound is off');
  const member = ann.getByRole('listitem').filter({ hasText: 'Olga Ring' });
  await expect(member.getByRole('img', { name: /^Cannot ring: Sound is off, / })).toBeVisible();
  await expectAccessible(ann, 'a colleague who cannot be called');
  // The reason stands in words where one writes to them.
  await member.getByRole('link', { name: 'Olga Ring', exact: true }).click();
  await expect(ann.getByText(/^Cannot ring: Sound is off, /)).toBeVisible();
  await ann.goBack();

  await notices.getByRole('switch', { name: 'Sound', exact: true }).click();
  await notices.getByRole('button', { name: 'Test now' }).click();
  await expect(notices.getByText('Sound plays.')).toBeVisible();
  await expect(notices.getByText('This browser can call you.')).toBeVisible();
  await expect(member.getByRole('img', { name: /^Cannot ring/ })).toBeHidden();
  await expectAccessible(olga, 'notices');

  // It installs as an app.
  const manifest = await olga.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await fetch(link?.href ?? '')).json();
  });
  expect(manifest).toMatchObject({ display: 'standalone', scope: '/console/' });
  await site.close();
});
