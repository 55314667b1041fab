import { privacyInputSchema } from '@foyer/protocol/privacy';
import { expect, test } from 'vitest';
import { cutAddress } from './cut-address.ts';
import { compileScrubber } from './scrub-address.ts';

const byDefault = compileScrubber(privacyInputSchema.parse({}));
const onlyPage = compileScrubber(privacyInputSchema.parse({ parameters: { keep: 'only', names: ['Page'] } }));
const nothing = compileScrubber(
  privacyInputSchema.parse({ parameters: { keep: 'allBut', names: [] }, masksPersonalText: false }),
);

test.each<[what: string, scrubber: typeof byDefault, url: string, expected: string]>([
  [
    'nothing to drop: as it stood',
    byDefault,
    'https://shop.example/a%20b?x=1&&y=#top',
    'https://shop.example/a%20b?x=1&&y=#top',
  ],
  [
    'R-125 token and e-mail go',
    byDefault,
    'https://s.example/?token=T1&a=1&email=a%40b.example',
    'https://s.example/?a=1',
  ],
  ['names in any case, encoded or not', byDefault, 'https://s.example/?To%6Ben=T1&PASSWORD=p', 'https://s.example/'],
  ['a name that only begins alike stays', byDefault, 'https://s.example/?tokens=3', 'https://s.example/?tokens=3'],
  ['tokens behind the hash', byDefault, 'https://s.example/#access_token=T1&x=2', 'https://s.example/#x=2'],
  ['a hash that is none', byDefault, 'https://s.example/#part=2', 'https://s.example/#part=2'],
  [
    'e-mail addresses anywhere',
    byDefault,
    'https://s.example/u/ann@b.example/?q=ann%40b.example',
    'https://s.example/u/***/?q=***',
  ],
  ['what is no e-mail address', byDefault, 'https://s.example/@ann/x@3.5.1/y', 'https://s.example/@ann/x@3.5.1/y'],
  ['user and password of an address', byDefault, 'https://ann:pw@s.example/x', 'https://s.example/x'],
  [
    'card numbers of parameters',
    byDefault,
    'https://s.example/?q=4111111111111111',
    'https://s.example/?q=411111••••••1111',
  ],
  ['only those that are named', onlyPage, 'https://s.example/?page=2&ref=x&PAGE=3', 'https://s.example/?page=2&PAGE=3'],
  ['broken escapes', byDefault, 'https://s.example/?%E0%A4%A=1&token=x', 'https://s.example/?%E0%A4%A=1'],
  ['switched off', nothing, 'https://s.example/?token=1&m=a@b.example', 'https://s.example/?token=1&m=a@b.example'],
])('%s', (_what, scrubber, url, expected) => {
  expect(scrubber.address(url)).toBe(expected);
});

test('titles lose e-mail addresses and card numbers', () => {
  expect(byDefault.text('Order of ann@b.example, 4111 1111 1111 1111')).toBe('Order of ***, 4111 11•• •••• 1111');
  expect(byDefault.text('Prices @ night')).toBe('Prices @ night');
});

test.each<[address: string, cut: string]>([
  ['203.0.113.77', '203.0.0.0'],
  ['::ffff:203.0.113.77', '203.0.0.0'],
  ['2001:db8:1234:5678::9', '2001:db8:1234::'],
  ['nonsense', ''],
])('R-241 %s is cut to %s', (address, cut) => expect(cutAddress(address)).toBe(cut));
