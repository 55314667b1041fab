/** B-307: an experiment from an empty list to its winner, with real hits of some hundred visitors. */
import { experimentListSchema } from '@foyer/protocol/experiment';
import { inviteSchema } from '@foyer/protocol/invite';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { assignGroup } from '@foyer/rules/experiment';
import { type Browser, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { ApiClient } from '../support/api-client.ts';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { signIn } from './console-page.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

const expect = promptly.configure({ timeout: 15_000 });
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let foyer: Installation;
test.beforeAll(async () => {
  const clock = new URL('../support/movable-clock.mjs', import.meta.url);
  // A day is over with each step, and with it the time for a goal within one day.
  foyer = await startOneNode({ NODE_OPTIONS: `--import ${clock}`, TEST_CLOCK_STEP_MINUTES: String(25 * 60) });
});
test.afterAll(async () => foyer?.stop());

/** A site with two invites, of which one sends itself, and with a rule by which who is thanked is a customer. */
async function openShop(browser: Browser) {
  const site = await openEmptySite(browser, foyer, 'Experiments');
  const path = `/sites/${site.siteId}`;
  const invite = (name: string, more: object) =>
    site.api.call('POST', `${path}/invites`, inviteSchema, { name, altText: `${name} to you`, ...more });
  const hand = await invite('Hand', { autoSend: { enabled: true, pages: ['*'] } });
  const bell = await invite('Bell', { enabled: false, image: 'gallery:bell' });
  await site.api.call('POST', `${path}/prospect-rules`, prospectRuleSchema, {
    name: 'Bought',
    specificPages: ['thanks'],
    actions: { flagAsCustomer: true },
  });
  const signedIn = () => ApiClient.signIn(foyer.operatorUrl, administrator.email, administrator.password);
  const listed = async () => (await signedIn()).call('GET', `${path}/experiments`, experimentListSchema);
  const findInvite = async () => (await signedIn()).call('GET', `${path}/invites/${hand.id}`, inviteSchema);
  /** A page view as the script sends it without a socket; the answer is the invite it may show. */
  const view = async (visitor: string, n: number, page: string) => {
    const answer = await fetch(`${foyer.visitorUrl}/t/hit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': agent },
      body: JSON.stringify({
        site: site.siteKey,
        visitor,
        tab: 'a'.repeat(16),
        n,
        url: `https://shop.example/${page}`,
      }),
    });
    return z.object({ invite: z.object({ altText: z.string() }).nullable() }).parse(await answer.json()).invite;
  };
  return { site, hand, bell, listed, findInvite, view };
}

/** Moves the server's clock on by more than a day, by which sessions run out, and signs in again. */
async function moveClockADay({ api, console: page }: EmptySite): Promise<void> {
  process.kill(foyer.servers[0]?.pid as number, 'SIGUSR2');
  const status = async () => (await fetch(`${api.server}/api/v1/me`, { headers: { cookie: api.cookie } })).status;
  await expect.poll(status).toBe(401);
  await signIn(page, foyer.operatorUrl);
}

test('B-307 an experiment is set up, finds which look wins, and its look is used', async ({ browser }) => {
  const { site, bell, listed, findInvite, view } = await openShop(browser);
  const page = site.console;
  await page.goto(`${foyer.operatorUrl}/console/settings/experiments`);
  await expect(page.getByRole('heading', { name: 'No experiments yet' })).toBeVisible();
  await page.getByRole('button', { name: 'New experiment' }).click();

  await page.getByRole('textbox', { name: 'Name' }).fill('Bell or hand');
  await page.getByRole('combobox', { name: 'Invite', exact: true }).click();
  await page.getByRole('option', { name: 'Hand', exact: true }).click();
  await page.getByLabel('Hold-out, %').fill('20');
  await page.getByRole('button', { name: 'Try another look' }).click();
  await page.getByRole('combobox', { name: 'Shown instead' }).click();
  await page.getByRole('option', { name: 'Bell', exact: true }).click();
  await page.getByLabel('Share, %').fill('80');
  await page.getByRole('radio', { name: 'become a customer' }).check();
  await page.getByLabel('Within days').fill('1');
  await page.getByRole('switch', { name: 'Running' }).press('Space');
  await page.getByRole('button', { name: 'Save' }).click();
  // Refused beside the field; what was typed stays.
  await expect(
    page.getByText('leave at least 1 % to the invite itself: the other shares add up to 100 %'),
  ).toBeVisible();
  await page.getByLabel('Share, %').fill('40');
  const shares = page.getByRole('list', { name: 'Shares of the groups' });
  await expect(shares.getByRole('listitem')).toHaveText(['Hold-out 20 %', 'Hand (as it is) 40 %', 'Bell 40 %']);
  await expectAccessibleInEveryLook(page, 'set-up of an experiment');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Too early to tell: 0 of the 60 that a comparison needs').first()).toBeVisible();

  const { items, runs } = await listed();
  const [experiment, run] = [items[0], runs[0]];
  if (experiment === undefined || run === undefined) throw new Error('the experiment does not run');
  const counts: Record<string, { visitors: number; customers: number }> = {};
  const invited: Record<string, { altText: string } | null> = {
    holdOut: null,
    invite: { altText: 'Hand to you' },
    [bell.id]: { altText: 'Bell to you' },
  };
  const visitors = Array.from({ length: 400 }, (_, n) => (n + 1).toString(16).padStart(32, '0'));
  for (let from = 0; from < visitors.length; from += 40)
    await Promise.all(
      visitors.slice(from, from + 40).map(async (visitor) => {
        const group = assignGroup({ runId: run.id, ...run }, visitor);
        expect(await view(visitor, 1, ''), group).toEqual(invited[group]);
        const count = counts[group] ?? { visitors: 0, customers: 0 };
        counts[group] = count;
        count.visitors += 1;
        // The bell brings a third of its visitors to buy, the hand one in fifteen, and without any invite one in thirty does.
        const every = group === bell.id ? 3 : group === 'invite' ? 15 : 30;
        if (count.visitors % every !== 0) return;
        count.customers += 1;
        await view(visitor, 2, 'thanks');
      }),
    );

  // Nobody's time is over: visitors are there, and none is counted.
  const figures = page.getByRole('table', { name: 'Figures' });
  const rowOf = (name: string) =>
    figures.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await page.reload();
  const cellsOf = (name: string) => rowOf(name).getByRole('cell').allTextContents();
  await expect
    .poll(async () => (await cellsOf('Bell')).slice(0, 4))
    .toEqual(['40 %', `${counts[bell.id]?.visitors}`, '0', '0']);
  await moveClockADay(site);
  await page.goto(`${foyer.operatorUrl}/console/settings/experiments/${experiment.id}/results`);
  await expect(page.getByText(/^Better by \d/).first()).toBeVisible();
  for (const [name, group] of [
    ['Hold-out', 'holdOut'],
    ['Hand (as it is)', 'invite'],
    ['Bell', bell.id],
  ] as const) {
    const { visitors: seen = 0, customers = 0 } = counts[group] ?? {};
    const share = group === 'holdOut' ? '20 %' : '40 %';
    const rate = `${((100 * customers) / seen).toFixed(1)} %`;
    expect((await cellsOf(name)).slice(0, 5)).toEqual([share, `${seen}`, `${seen}`, `${customers}`, rate]);
  }
  await expect(page.getByRole('img', { name: /^Bell against Hand \(as it is\): Better by/ })).toBeVisible();
  await expect(page.getByText('Do not trust these results')).toHaveCount(0);
  await expectAccessibleInEveryLook(page, 'results of an experiment');

  await page.getByRole('button', { name: 'Use the look of Bell' }).click();
  const asked = page.getByRole('dialog', { name: 'Use the look of “Bell”?' });
  await asked.getByRole('button', { name: 'Use this look' }).click();
  await expect(page.getByText('“Hand” now looks like “Bell”.')).toBeVisible();
  expect(await findInvite()).toMatchObject({ name: 'Hand', image: 'gallery:bell', altText: 'Bell to you' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('looks as it did before')).toBeVisible();
  expect(await findInvite()).toMatchObject({ image: 'gallery:hand', altText: 'Hand to you' });
  expect((await listed()).runs[0]?.stoppedAt).not.toBeNull();

  // The invite tells of it, and stays while the experiment is there.
  await page.goto(`${foyer.operatorUrl}/console/settings/invites`);
  await page.getByRole('button', { name: 'More for Bell' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('“Bell or hand” is on this invite. Delete the experiment first.')).toBeVisible();
  await page.getByRole('link', { name: 'Edit Bell' }).click();
  await page.getByRole('tab', { name: 'Sending' }).click();
  await page.getByRole('link', { name: 'Bell or hand', exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No experiments yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Open Bell or hand', exact: true })).toBeVisible();
  await site.close();
});
