import { describe, expect, test } from 'vitest';
import { isSpider, spiderName } from './is-spider.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const chrome = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0.0.0 Safari/537.36`;
const headless = `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/120.0.0.0 Safari/537.36`;

describe('W-113 spiders', () => {
  test.each<[rule: string, userAgent: string | undefined, name: string | null]>([
    ['a browser', chrome, null],
    ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot'],
    ['Googlebot as a telephone', `${chrome} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`, 'Googlebot'],
    ['Bing', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'bingbot'],
    ['an AI crawler', `Mozilla/5.0 ${webkit}; compatible; GPTBot/1.2; +https://openai.com/gptbot)`, 'GPTBot'],
    [
      'one that only links to itself',
      'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
      'Yahoo! Slurp',
    ],
    ['a link preview', 'facebookexternalhit/1.1', 'facebookexternalhit'],
    ['a program', 'python-requests/2.31', 'python-requests'],
    ['another program', 'curl/8.0', 'curl'],
    ['headless Chrome', headless, 'HeadlessChrome'],
    ['no user agent', '', 'no user agent'],
    ['a missing user agent', undefined, 'no user agent'],
    ['blanks', ' \t', 'no user agent'],
  ])('%s', (_rule, userAgent, name) => {
    expect(isSpider(userAgent, { allowHeadless: false })).toBe(name !== null);
    expect(spiderName(userAgent)).toBe(name);
  });

  test('headless Chrome passes where tests allow it', () => {
    expect(isSpider(headless, { allowHeadless: true })).toBe(false);
  });

  test('another spider in headless Chrome does not', () => {
    expect(isSpider(`${headless} (compatible; Googlebot/2.1)`, { allowHeadless: true })).toBe(true);
  });
});
