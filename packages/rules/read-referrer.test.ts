import type { ReferringSite } from '@foyer/protocol/referring-site';
import { describe, expect, test } from 'vitest';
import { builtInReferringSites } from './built-in-referring-sites.ts';
import { type Referrer, readReferrer } from './read-referrer.ts';

const page = 'https://www.shop.test/sales.htm';
const read = (referrer: string | null, pageUrl = page) => readReferrer(referrer, pageUrl, builtInReferringSites);

describe('referrer', () => {
  test.each<[rule: string, referrer: string | null]>([
    ['none', null],
    ['empty', ''],
    ['the same host', 'https://www.shop.test/'],
    ['the same host by http', 'http://www.shop.test/'],
    ['the same host in capitals', 'https://WWW.SHOP.TEST/'],
    ['the same host without www', 'https://shop.test/x'],
    ['not an address', 'shop'],
    ['R-081 a script', 'javascript:alert(1)'],
    ['R-081 data', 'data:text/html,<script>'],
    ['about:blank', 'about:blank'],
  ])('%s is direct', (_rule, referrer) => {
    expect(read(referrer)).toEqual<Referrer>({
      referrer: null,
      referrerHost: null,
      referringSite: null,
      isSearch: false,
      searchPhrase: null,
    });
  });

  test.each<[rule: string, referrer: string, expected: Partial<Referrer>]>([
    [
      'an unlisted host',
      'https://Blog.Example/post?a=1',
      { referrer: 'https://blog.example/post?a=1', referrerHost: 'blog.example', referringSite: null, isSearch: false },
    ],
    ['another port is another host', 'https://www.shop.test:8443/', { referrerHost: 'www.shop.test' }],
    ['a subdomain is another host', 'https://blog.shop.test/', { referrerHost: 'blog.shop.test' }],
    ['user, password and fragment go', 'https://u:p@blog.example/#x', { referrer: 'https://blog.example/' }],
    ['an international name is shown as it is', 'https://bücher.example/', { referrerHost: 'xn--bcher-kva.example' }],
    [
      'a social network is no search',
      'https://l.facebook.com/?q=shoes',
      { referringSite: 'Facebook', isSearch: false, searchPhrase: null },
    ],
    [
      'a search engine without a phrase',
      'https://www.google.com/',
      { referringSite: 'Google', isSearch: true, searchPhrase: null },
    ],
    ['an Android application', 'android-app://com.google.android.gm/', { referringSite: 'Gmail', isSearch: false }],
    [
      'R-081 control characters are escaped',
      'https://blog.example/\u0000\u0007x',
      { referrer: 'https://blog.example/%00%07x' },
    ],
  ])('%s', (_rule, referrer, expected) => {
    expect(read(referrer)).toMatchObject(expected);
  });

  test('at most 2000 characters are kept', () => {
    expect(read(`https://blog.example/${'x'.repeat(9000)}`).referrer).toHaveLength(2000);
  });

  test('a page whose address cannot be read has no internal referrers', () => {
    expect(read('https://www.shop.test/', '').referrerHost).toBe('www.shop.test');
  });
});

describe('search phrase', () => {
  test.each<[rule: string, referrer: string, expected: string | null]>([
    ['Google', 'https://www.google.co.uk/search?q=red+shoes', 'red shoes'],
    ['Yahoo has another parameter', 'https://search.yahoo.com/search?q=no&p=yes', 'yes'],
    ['Yandex', 'https://yandex.ru/search/?text=%D0%B4%D0%B0', 'да'],
    ['Baidu', 'https://www.baidu.com/s?wd=x', 'x'],
    ['a percent sign for a plus', 'https://www.bing.com/search?q=a%2Bb', 'a+b'],
    ['bad escapes stay', 'https://www.bing.com/search?q=100%+%zz', '100% %zz'],
    ['bytes that are no UTF-8', 'https://www.bing.com/search?q=%ff', '\ufffd'],
    ['trimmed', 'https://www.bing.com/search?q=++a++', 'a'],
    ['empty', 'https://www.bing.com/search?q=+', null],
    ['300 characters', `https://www.bing.com/search?q=${'x'.repeat(300)}`, 'x'.repeat(300)],
    ['the 301st is cut', `https://www.bing.com/search?q=${'x'.repeat(301)}`, 'x'.repeat(300)],
    ['R-081 control characters go', 'https://www.bing.com/search?q=a%00%0Ab', 'ab'],
  ])('%s', (_rule, referrer, expected) => {
    expect(read(referrer).searchPhrase).toBe(expected);
  });
});

test('S-020 the first listed site that has the host wins', () => {
  const sites: ReferringSite[] = [
    { name: 'First', hosts: ['none.example', '*.example'], phraseParameter: null },
    { name: 'Second', hosts: ['blog.example'], phraseParameter: 'q' },
  ];
  expect(readReferrer('https://blog.example/?q=a', page, sites)).toMatchObject({
    referringSite: 'First',
    isSearch: false,
  });
});
