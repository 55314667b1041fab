import { expect, test } from 'vitest';
import { findCountry, nearestCountry } from './country.ts';
import { countryCodes } from './country-codes.ts';

test('ISO 3166-1 alpha-2 has 249 codes, each with an English name of its own that leads back to it', () => {
  expect(countryCodes.size).toBe(249);
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect([...countryCodes].filter((code) => findCountry(names.of(code) ?? '') !== code)).toEqual([]);
});

test.each<[rule: string, entry: string, expected: string | null]>([
  ['a code', 'GB', 'GB'],
  ['a code in any case', 'gb', 'GB'],
  ['blanks around it', ' fr ', 'FR'],
  ['a name', 'France', 'FR'],
  ['a name in any case', 'uNITED kINGDOM', 'GB'],
  ['without its accents', "Cote d'Ivoire", 'CI'],
  ['and for &', 'Bosnia and Herzegovina', 'BA'],
  ['Saint for St.', 'Saint Lucia', 'LC'],
  ['with its article', 'The Netherlands', 'NL'],
  ['in everyday use', 'USA', 'US'],
  ['a former name', 'Turkey', 'TR'],
  ['no country', 'Atlantis', null],
  ['no country: reserved code', 'EU', null],
  ['nothing', '', null],
])('S-061 %s: %s', (_rule, entry, expected) => expect(findCountry(entry)).toBe(expected));

test.each([
  ['Frnace', 'France'],
  ['Germny', 'Germany'],
  ['Unitd Kingdom', 'United Kingdom'],
  ['Switz', 'Switzerland'],
  ['qqqqqqqq', null],
])('S-061 %s is refused with the nearest spelling, %s', (entry, nearest) => {
  expect([findCountry(entry), nearestCountry(entry)]).toEqual([null, nearest]);
});
