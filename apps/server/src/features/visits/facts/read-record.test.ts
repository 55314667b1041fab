import { expect, test } from 'vitest';
import { type CityFacts, readCityRecord, readOrganisationRecord } from './read-record.ts';

test.each<[rule: string, record: unknown, expected: Partial<CityFacts>]>([
  ['no record', null, {}],
  [
    'flat',
    { city: 'London', country_code: 'GB', state1: 'England', state2: 'Kent' },
    { country: 'GB', region: 'England', city: 'London' },
  ],
  ['flat, empty fields', { city: '', country_code: '', state1: ' ' }, {}],
  ['flat, country alone', { country: 'fr', region: 'Bretagne' }, { country: 'FR', region: 'Bretagne' }],
  [
    'nested',
    {
      city: { names: { de: 'Mailand', en: 'Milan' } },
      country: { iso_code: 'IT', names: { en: 'Italy' } },
      registered_country: { iso_code: 'CH' },
      subdivisions: [{ iso_code: '25', names: { en: 'Lombardy' } }, { names: { en: 'Milan Province' } }],
    },
    { country: 'IT', region: 'Lombardy', city: 'Milan' },
  ],
  ['nested, no subdivision', { country: { iso_code: 'MC' }, subdivisions: [] }, { country: 'MC' }],
  ['the country of registration is not where the address is', { registered_country: { iso_code: 'CH' } }, {}],
  ['a name is not a code', { country: 'France' }, {}],
  ['a code for no country', { country_code: 'ZZ' }, {}],
  ['numbers are not text', { city: 7, country_code: 7 }, {}],
  ['R-083 control characters go, markup is text', { city: '<b>\u0000\u202ex' }, { city: '<b>x' }],
  ['R-083 120 characters', { city: 'x'.repeat(121) }, { city: 'x'.repeat(120) }],
])('place: %s', (_rule, record, expected) => {
  expect(readCityRecord(record)).toEqual({ country: null, region: null, city: null, ...expected });
});

test.each<[rule: string, record: unknown, expected: string | null]>([
  ['no record', null, null],
  ['ASN', { autonomous_system_number: 1, autonomous_system_organization: 'Acme' }, 'Acme'],
  [
    'ISP: the organisation before its provider',
    { isp: 'Carrier', organization: 'Acme', autonomous_system_organization: 'Backbone' },
    'Acme',
  ],
  ['ISP: the provider before its network', { isp: 'Carrier', autonomous_system_organization: 'Backbone' }, 'Carrier'],
  ['nested traits', { traits: { organization: 'Acme', isp: 'Carrier' } }, 'Acme'],
  ['as_name', { asn: 'AS1', as_name: 'Acme' }, 'Acme'],
  ['name', { name: 'Acme', asn: 'AS1' }, 'Acme'],
  ['nested asn', { asn: { name: 'Acme' } }, 'Acme'],
  ['empty', { organization: ' ' }, null],
])('organisation: %s', (_rule, record, expected) => {
  expect(readOrganisationRecord(record)).toBe(expected);
});
