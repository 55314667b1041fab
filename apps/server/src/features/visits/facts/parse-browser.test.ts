import { expect, test } from 'vitest';
import { type BrowserFacts, parseBrowser } from './parse-browser.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const facts = (
  browser: string | null,
  browserVersion: string | null,
  os: string | null,
  device: BrowserFacts['device'],
): BrowserFacts => ({ browser, browserVersion, os, device });

test.each<[rule: string, userAgent: string, expected: BrowserFacts]>([
  [
    'Chrome on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0.0.0 Safari/537.36`,
    facts('Chrome', '124.0.0.0', 'Windows', 'desktop'),
  ],
  [
    'headless Chrome is named as Chrome',
    `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/120.0.6099.28 Safari/537.36`,
    facts('Chrome', '120.0.6099.28', 'Linux', 'desktop'),
  ],
  [
    'Edge is not Chrome',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/123.0.0.0 Safari/537.36 Edg/122.0.1.2`,
    facts('Microsoft Edge', '122.0.1.2', 'Windows', 'desktop'),
  ],
  [
    'Firefox on Linux',
    'Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0',
    facts('Firefox', '125.0', 'Linux', 'desktop'),
  ],
  [
    'Safari on an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    facts('Safari', '17.4', 'iOS', 'mobile'),
  ],
  [
    'Safari on an iPad',
    'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
    facts('Safari', '16.6', 'iOS', 'tablet'),
  ],
  [
    'Chrome on an Android telephone',
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/121.0.0.0 Mobile Safari/537.36`,
    facts('Chrome', '121.0.0.0', 'Android', 'mobile'),
  ],
  ['R-082 an invented name is not repeated', '<script>alert(1)</script>/6.6 (evil)', facts(null, null, null, null)],
  ['nothing', '', facts(null, null, null, null)],
  ['blanks and control characters', ' \0\n', facts(null, null, null, null)],
])('%s', (_rule, userAgent, expected) => {
  expect(parseBrowser(userAgent)).toEqual(expected);
  expect(parseBrowser(userAgent), 'the second time from memory').toEqual(expected);
});

test('R-082 only the first 512 characters are read', () => {
  const late = `${'x'.repeat(512)} Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0.0.0 Safari/537.36`;
  expect(parseBrowser(late).os).toBeNull();
});
