/** The visitor script on somebody else's page (B-311): no layout shift, no console error, no harm when the server is down. */
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './console-page.ts';
import { type HostPage, serveHostPage, type Watched } from './host-page.ts';
import { administrator, type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
let siteKey: string;

test.beforeAll(async () => {
  foyer = await startOneNode();
  const session = await fetch(`${foyer.operatorUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const sites = await fetch(`${foyer.operatorUrl}/api/v1/sites`, { headers: { cookie } });
  const { items } = (await sites.json()) as { items: { key: string }[] };
  siteKey = items[0]?.key ?? '';
});
test.afterAll(async () => foyer?.stop());

/** Collects what a page complains of. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

const watched = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched);

async function useThePage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clicked 0 times' }).click();
  await expect(page.getByRole('button', { name: 'Clicked 1 times' })).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/\/next$/);
}

test('under a strict policy: invite and chat window come, nothing moves, nothing is complained of', async ({
  browser,
}) => {
  const host: HostPage = await serveHostPage(foyer.visitorUrl, siteKey);
  const operator = await (await browser.newContext()).newPage();
  await signIn(operator, foyer.operatorUrl);
  const page = await (await browser.newContext()).newPage();
  const complaints = listen(page);

  await page.goto(`${host.url}/?source=adwords`);
  await page.getByRole('button', { name: 'Need a hand? Chat with us' }).click();
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Start chat' })).toBeVisible();

  expect(await watched(page)).toEqual({ shifts: 0, violations: [] });
  expect(complaints).toEqual([]);
  await useThePage(page);
  await host.close();
  await operator.context().close();
  await page.context().close();
});

test('the demo shop: no layout shift and no console error under its own strict policy', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  const complaints = listen(page);
  await page.addInitScript(() => {
    const counted = window as unknown as { shifts: number };
    counted.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) counted.shifts += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const path of ['', 'products.html', 'about.html']) {
    await page.goto(`${foyer.visitorUrl}/demo/${path}`);
    await expect(page.getByRole('button', { name: /chat|message/i }).first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('with the server stopped the page works as before, while it is open and when it is loaded anew', async ({
  browser,
}) => {
  const own = await startOneNode();
  const host = await serveHostPage(own.visitorUrl, siteKey);
  const page = await (await browser.newContext()).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));

  await page.goto(host.url);
  await own.servers[0]?.kill('SIGKILL');
  await useThePage(page);

  // The browser itself says that the script can't be loaded; the page hears of nothing.
  await page.goto(host.url);
  await useThePage(page);
  expect(errors).toEqual([]);
  expect(await watched(page)).toEqual({ shifts: 0, violations: [] });
  await own.stop();
  await host.close();
  await page.context().close();
});
