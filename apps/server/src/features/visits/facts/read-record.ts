import { cleanTextOrNull } from '@foyer/rules/clean-text';

/** Where GeoIP puts an address; null where it doesn't say. */
export interface CityFacts {
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
  region: string | null;
  city: string | null;
}

/** Codes that stand for "no country" in one database or another. */
const noCountry = new Set(['XX', 'ZZ', 'AP', 'EU', 'T1', 'A1', 'A2']);

/** Reads a record of a city database: flat as DB-IP and IPinfo have it, or nested as MaxMind has it. Names in English. */
export function readCityRecord(record: unknown): CityFacts {
  const code = textAt(record, ['country_code'], ['country', 'iso_code'], ['country'])?.toUpperCase() ?? '';
  return {
    country: /^[A-Z]{2}$/.test(code) && !noCountry.has(code) ? code : null,
    region: textAt(
      record,
      ['state1'],
      ['region'],
      ['subdivisions', '0', 'names', 'en'],
      ['region_name'],
      ['region', 'names', 'en'],
    ),
    city: textAt(record, ['city'], ['city', 'names', 'en'], ['city_name']),
  };
}

/** Reads the organisation from a record of an organisation, ISP or ASN database: the most telling field first. */
export function readOrganisationRecord(record: unknown): string | null {
  return textAt(
    record,
    ['organization'],
    ['traits', 'organization'],
    ['isp'],
    ['traits', 'isp'],
    ['autonomous_system_organization'],
    ['traits', 'autonomous_system_organization'],
    ['as_organization'],
    ['as_name'],
    ['asn', 'name'],
    ['org'],
    ['name'],
  );
}

/** The first of several places in a record that holds text, cleaned and at most 120 characters. */
function textAt(record: unknown, ...paths: string[][]): string | null {
  for (const path of paths) {
    const value = path.reduce(step, record);
    const text = typeof value === 'string' ? cleanTextOrNull(value, 120) : null;
    if (text !== null) return text;
  }
  return null;
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
