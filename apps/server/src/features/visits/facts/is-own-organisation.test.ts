import { expect, test } from 'vitest';
import * as lists from './access-providers.ts';
import { isOwnOrganisation } from './is-own-organisation.ts';

test.each([
  'Ford Motor Company',
  'Mercedes-Benz Group AG',
  'The Procter and Gamble Company',
  'University of Warwick',
  'BNP PARIBAS S.A.',
  'Apple Inc.',
  'NHS England',
  'City of Los Angeles',
  'Commune de Paris',
  'Intel Corporation',
  'Fortinet, Inc.',
  'Exxon Mobil Corporation',
  'Hotel Sacher',
  'Orange County Government',
  'CISCO SYSTEMS, INC.',
  'Palo Alto Networks, Inc',
  'Tenet Healthcare',
  'Spectrum Health',
  'Baker Hughes',
  'D. E. Shaw & Co. LP',
  'Electricite de France SA',
  'Deutsche Post AG',
])('S-022 %s has its own record', (organisation) => {
  expect(isOwnOrganisation(organisation)).toBe(true);
});

test.each([
  'Comcast Cable Communications, LLC',
  'AT&T Enterprises, LLC',
  'Verizon Business',
  'Charter Communications Inc',
  'Deutsche Telekom AG',
  'British Telecommunications PLC',
  'BT Italia S.p.A.',
  'Vodafone GmbH',
  'Orange S.A.',
  'Free SAS',
  'Telefonica de España S.A.U.',
  'PJSC Rostelecom',
  'Kazakhtelecom',
  'Türk Telekomünikasyon A.Ş.',
  'Turkcell Iletisim Hizmetleri A.S.',
  'Société Française du Radiotéléphone - SFR SA',
  'China Mobile',
  'SoftBank Corp.',
  'T-Mobile USA, Inc.',
  'WEBFIBER TELECOMUNICACAO LTDA',
  'Sonic Telecom LLC',
  'LINKdotNET AS number',
  'Zoopnet',
  'Amazon.com, Inc.',
  'Google LLC',
  'Microsoft Corporation',
  'OVH SAS',
  'Hetzner Online GmbH',
  'DigitalOcean, LLC',
  'Cloudflare, Inc.',
  'Akamai Technologies, Inc.',
  'Hostinger International Limited',
  'UK Dedicated Servers Limited',
  'Ace Data Centers, Inc.',
  'Jisc Services Limited',
])('S-022 %s is a provider', (organisation) => {
  expect(isOwnOrganisation(organisation)).toBe(false);
});

test('the lists are written as names are compared: lower case, no accents, single blanks', () => {
  for (const word of Object.values(lists).flatMap((list) => [...list]))
    expect(word).toMatch(/^[a-z0-9]+( [a-z0-9]+)*$/);
});
