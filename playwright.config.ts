/** Journeys through the running product, in Debian's Chromium: Playwright's own browsers are never downloaded. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/browser',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Each file has installations of its own: two of them share a small machine.
  workers: 2,
  // On a machine that others load, a browser loses a race now and then: CI tries once more, and names what needed it.
  retries: process.env.CI === 'true' ? 1 : 0,
  forbidOnly: process.env.CI === 'true',
  timeout: 120_000,
  // Right or wrong, not fast or slow: a busy machine must not turn one into the other.
  expect: { timeout: 15_000 },
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.FOYER_TEST_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', // Chromium's sandbox refuses to run as root, which containers are
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
