import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlaces, type Place } from './find-place.ts';
import { buildMmdb } from './mmdb-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'foyer-places-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: Buffer | string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const nowhere: Place = { country: null, region: null, city: null, organisation: null, ownOrganisation: null };

describe('W-115 place, from files that the owner names', () => {
  const cityFile = write(
    'city.mmdb',
    buildMmdb(6, {
      '8.8.8.0/24': {
        country: { iso_code: 'US' },
        subdivisions: [{ names: { en: 'Ohio' } }],
        city: { names: { en: 'Dayton' } },
      },
      '9.9.9.0/24': { country_code: 'CH', state1: 'Zurich', city: 'Winterthur' },
      '2a00:1450::/32': { country: { iso_code: 'DE' } },
    }),
  );
  const organisationFile = write(
    'organisation.mmdb',
    buildMmdb(6, {
      '8.8.8.0/25': { autonomous_system_organization: 'Ford Motor Company' },
      '9.9.9.0/24': { isp: 'Swisscom', autonomous_system_organization: 'Other' },
    }),
  );
  const places = openPlaces({ cityFile, organisationFile });

  test.each<[rule: string, address: string, expected: Partial<Place>]>([
    [
      'nested record, own organisation',
      '8.8.8.8',
      { country: 'US', region: 'Ohio', city: 'Dayton', organisation: 'Ford Motor Company', ownOrganisation: true },
    ],
    [
      'IPv4-mapped address',
      '::ffff:8.8.8.8',
      { country: 'US', region: 'Ohio', city: 'Dayton', organisation: 'Ford Motor Company', ownOrganisation: true },
    ],
    [
      'no organisation: whether it is the own one is unknown',
      '8.8.8.200',
      { country: 'US', region: 'Ohio', city: 'Dayton' },
    ],
    [
      'flat record, provider',
      '9.9.9.9',
      { country: 'CH', region: 'Zurich', city: 'Winterthur', organisation: 'Swisscom', ownOrganisation: false },
    ],
    ['IPv6', '2a00:1450::1', { country: 'DE' }],
    ['not listed', '1.1.1.1', {}],
    ['private', '192.168.1.1', {}],
    ['loopback', '::1', {}],
    ['malformed', 'junk', {}],
    ['empty', '', {}],
  ])('%s', (_rule, address, expected) => {
    expect(places.find(address)).toEqual({ ...nowhere, ...expected });
    expect(places.find(address), 'the second time from memory').toEqual({ ...nowhere, ...expected });
  });

  test('organisations are there at once', async () => {
    expect(places.organisationState()).toBe('ready');
    await places.ready();
  });

  test('a file of IPv4 networks knows no IPv6 address', () => {
    const ipv4Only = openPlaces({
      cityFile: write('ipv4.mmdb', buildMmdb(4, { '42.0.0.0/8': { country_code: 'FR' } })),
      organisationFile,
    });
    expect(ipv4Only.find('42.1.2.3').country).toBe('FR');
    expect(ipv4Only.find('2a00:1450::1').country).toBeNull();
  });

  test.each<[rule: string, file: string]>([
    ['a missing file', join(folder, 'missing.mmdb')],
    ['a file of another kind', write('text.mmdb', 'hello')],
  ])('%s is refused at the start, by name', (_rule, file) => {
    expect(() => openPlaces({ cityFile: file })).toThrow(file);
    expect(() => openPlaces({ cityFile, organisationFile: file })).toThrow(file);
  });
});

describe('W-115 place, from the bundled files', () => {
  const places = openPlaces();
  let organisationAtFirst: string | null;
  let stateAtFirst: string;
  beforeAll(async () => {
    organisationAtFirst = places.find('8.8.8.8').organisation;
    stateAtFirst = places.organisationState();
    await places.ready();
  }, 60_000);

  test('until organisations are compiled they are unknown, and that is not remembered', () => {
    expect([organisationAtFirst, stateAtFirst]).toEqual([null, 'waiting']);
    expect(places.organisationState()).toBe('ready');
  });

  test.each<[address: string, expected: Partial<Place>]>([
    ['8.8.8.8', { country: 'US', organisation: 'Google LLC', ownOrganisation: false }],
    ['2a00:1450:4001::1', { country: 'DE', organisation: 'Google LLC', ownOrganisation: false }],
    ['19.1.2.3', { country: 'US', organisation: 'Ford Motor Company', ownOrganisation: true }],
    ['10.0.0.1', nowhere],
  ])('%s', (address, expected) => {
    expect(places.find(address)).toMatchObject(expected);
  });
});
