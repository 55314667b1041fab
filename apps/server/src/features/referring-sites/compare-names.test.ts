import type { ReferringSite } from '@foyer/protocol/referring-site';
import { expect, test } from 'vitest';
import { compareNames } from './compare-names.ts';

const site = (name: string, ...hosts: string[]): ReferringSite => ({ name, hosts, phraseParameter: null });
const google = site('Google', 'google.*', '*.google.*');
const bing = site('Bing', 'bing.com');

test.each<[what: string, after: ReferringSite[], renamed: [string, string][], gone: string[]]>([
  ['the same list', [google, bing], [], []],
  ['another order, another case', [bing, { ...google, name: 'GOOGLE' }], [], []],
  ['other hosts under the same name', [site('Google', 'google.example'), bing], [], []],
  ['one more', [google, site('Search', 'google.de'), bing], [], []],
  ['a new name for its hosts', [{ ...google, name: 'Search' }, bing], [['google', 'Search']], []],
  ['a new name, with one host of it', [site('Search', 'GOOGLE.*', 'x.example'), bing], [['google', 'Search']], []],
  [
    'both renamed',
    [site('B', 'bing.com'), site('G', 'google.*')],
    [
      ['google', 'G'],
      ['bing', 'B'],
    ],
    [],
  ],
  ['one left out', [google], [], ['Bing']],
  ['all left out', [], [], ['Google', 'Bing']],
  ['its hosts go to one that was there', [site('Bing', 'bing.com', 'google.*')], [], ['Google']],
  ['its hosts go to two', [site('G1', 'google.*'), site('G2', '*.google.*'), bing], [], ['Google']],
  ['another one in its place', [site('Search', 'search.example'), bing], [], ['Google']],
])('%s', (_what, after, renamed, gone) => {
  expect(compareNames([google, bing], after)).toEqual({ renamed: new Map(renamed), gone });
});
