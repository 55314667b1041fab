/**
 * P7: the chat window on a slow phone (Chrome's Fast 3G, 4 × CPU): from the press on the button until the visitor can type,
 * by the browser's own clock, and what everything of ours costs that was sent until then. Each round is a new browser
 * profile with nothing in its cache.
 *
 *   node bench/window.ts            7 rounds
 *   node bench/window.ts --full     21 rounds
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { serveHostPage } from '../tests/browser/host-page.ts';
import { startFoyer } from './support/foyer.ts';
import { median, rounded } from './support/numbers.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';

const rounds = process.argv.includes('--full') ? 21 : 7;
/** As Chrome's developer tools have it: 90 % of 1.6 and 0.75 Mbit/s, 3.75 × 150 ms. */
const fast3G = { offline: false, downloadThroughput: 180_000, uploadThroughput: 84_375, latency: 562.5 };
const slowDown = 4;
const firstLetter = 'I';

/** What happened when in a frame, epoch ms. */
interface Noted {
  pressedAt?: number;
  readyAt?: number;
}

/** One visitor's first look at the window. */
async function measure(browser: Browser, pageUrl: string, ours: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  // The window is of another port of the same host: it runs in the page's process, and is slowed down with it.
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', fast3G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  let bytes = 0;
  page.on('requestfinished', async (request) => {
    if (!request.url().startsWith(ours)) return;
    const sizes = await request.sizes().catch(() => null);
    bytes += sizes ? sizes.responseBodySize + sizes.responseHeadersSize : 0;
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      bytes += Buffer.byteLength(payload);
    }),
  );
  await context.addInitScript(() => {
    const note = (name: 'pressedAt' | 'readyAt') => {
      (window as unknown as Noted)[name] ??= performance.timeOrigin + performance.now();
    };
    addEventListener('click', () => note('pressedAt'), true);
    addEventListener('focusin', ({ target }) => (target as Element).matches('form.start textarea') && note('readyAt'));
  });
  await page.goto(pageUrl);
  const button = page.locator('button.launcher');
  await button.waitFor();
  const question = page.frameLocator('iframe').locator('form.start textarea');
  await button.click();
  await question.press(firstLetter);
  const pressedAt = await page.evaluate(() => (window as unknown as Noted).pressedAt);
  const readyAt = await question.evaluate(() => (window as unknown as Noted).readyAt);
  if (pressedAt === undefined || readyAt === undefined) throw new Error('the field never had the focus');
  const ms = readyAt - pressedAt;
  const value = await question.inputValue();
  if (value !== firstLetter) throw new Error(`typed “${firstLetter}”, found “${value}”`);
  await context.close();
  return { ms, bytes };
}

await withTemporaryFolder(async (folder) => {
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder);
  const foyer = await startFoyer(dataFolder);
  const console_ = await foyer.openConsole(); // somebody is Online
  const host = await serveHostPage(foyer.url, foyer.siteKey);
  const browser = await chromium.launch({
    executablePath: process.env.FOYER_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    await measure(browser, host.url, foyer.url); // warms server and browser up
    const found: { ms: number; bytes: number }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const one = await measure(browser, host.url, foyer.url);
      found.push(one);
      process.stderr.write(`round ${round}: ${Math.round(one.ms)} ms, ${one.bytes} bytes\n`);
    }
    const times = found.map(({ ms }) => ms).sort((one, other) => one - other);
    const result = {
      benchmark: 'window',
      rounds,
      network: 'Fast 3G',
      cpuSlowDown: slowDown,
      readyMs: { median: rounded(median(times)), worst: rounded(times.at(-1) ?? 0) },
      bytes: Math.round(median(found.map(({ bytes }) => bytes))),
      goals: { readyMs: 1000, bytes: 60_000 },
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await browser.close();
    await host.close();
    console_.close();
    await foyer.stop();
  }
});
