import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { countryName } from '../country-name.ts';
import { countryCodeOf } from './country-codes.ts';

interface Atlas {
  objects: { countries: { geometries: { id?: string; properties: { name: string } }[] } };
}

const path = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json');
const { geometries } = (JSON.parse(readFileSync(path, 'utf8')) as Atlas).objects.countries;
const coded = geometries.map(({ id, properties: { name } }) => ({ name, code: countryCodeOf(id, name) }));

test('each country of the map has a code of its own, but those that have none', () => {
  expect(coded.filter(({ code }) => code === null).map(({ name }) => name)).toEqual(['N. Cyprus', 'Somaliland']);
  const codes = coded.flatMap(({ code }) => code ?? []);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a code names the country that the map calls by it', () => {
  const plain = (name: string) =>
    name
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase();
  const others = coded.flatMap(({ code, name }) =>
    code === null || plain(countryName(code)) === plain(name) ? [] : `${code} ${name}`,
  );
  // The map abbreviates, or calls them by another name.
  expect(others.sort()).toEqual([
    'BA Bosnia and Herz.',
    'CD Dem. Rep. Congo',
    'CF Central African Rep.',
    'CG Congo',
    'DO Dominican Rep.',
    'EH W. Sahara',
    'FK Falkland Is.',
    'GQ Eq. Guinea',
    'MK Macedonia',
    'MM Myanmar',
    'PS Palestine',
    'SB Solomon Is.',
    'SS S. Sudan',
    'TF Fr. S. Antarctic Lands',
    'TR Turkey',
    'TT Trinidad and Tobago',
    'US United States of America',
  ]);
});
