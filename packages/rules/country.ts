import { countryCodes } from './country-codes.ts';

const englishNames = new Intl.DisplayNames('en', { type: 'region' });

/** Names and abbreviations in everyday use that differ from the display name. */
const otherNames: Readonly<Record<string, string>> = {
  UK: 'GB',
  'Great Britain': 'GB',
  Britain: 'GB',
  USA: 'US',
  'United States of America': 'US',
  UAE: 'AE',
  Turkey: 'TR',
  'Czech Republic': 'CZ',
  'Ivory Coast': 'CI',
  'Hong Kong': 'HK',
  Macau: 'MO',
  Macao: 'MO',
  Burma: 'MM',
  Myanmar: 'MM',
  Holland: 'NL',
  Swaziland: 'SZ',
  Macedonia: 'MK',
  'Cape Verde': 'CV',
  'East Timor': 'TL',
  Palestine: 'PS',
  Vatican: 'VA',
  'Democratic Republic of the Congo': 'CD',
  'Republic of the Congo': 'CG',
  'Russian Federation': 'RU',
  'Republic of Korea': 'KR',
  Korea: 'KR',
};

/** Code by folded name, and the folded names with the spelling to propose. */
const codeOf = new Map<string, string>();
const spellings = new Map<string, string>();
for (const [name, code] of [
  ...[...countryCodes].map((code) => [englishNames.of(code) ?? code, code] as const),
  ...Object.entries(otherNames),
]) {
  codeOf.set(foldName(name), code);
  spellings.set(foldName(name), name);
}

/** ISO 3166-1 alpha-2 code of an entry that is a code or an English name, in any case; null: there is no such country. */
export function findCountry(entry: string): string | null {
  const code = entry.trim().toUpperCase();
  if (countryCodes.has(code)) return code;
  return codeOf.get(foldName(entry)) ?? null;
}

/** English name that an entry no country goes by was probably meant to be; null: nothing is near. */
export function nearestCountry(entry: string): string | null {
  const wanted = foldName(entry);
  if (wanted.length < 2) return null;
  let nearest: { name: string; distance: number } | null = null;
  for (const [folded, name] of spellings) {
    // Half a name is likelier cut short than mistyped.
    const distance = wanted.length >= 3 && folded.startsWith(wanted) ? 0.5 : editDistance(wanted, folded);
    if (nearest === null || distance < nearest.distance) nearest = { name, distance };
  }
  return nearest !== null && nearest.distance <= Math.max(1, wanted.length / 2) ? nearest.name : null;
}

/** Null when an entry is a country, else what is wrong with it. */
export function checkCountry(entry: string): string | null {
  if (findCountry(entry) !== null) return null;
  const nearest = nearestCountry(entry);
  return `is no country or ISO code: ${entry}${nearest === null ? '' : `. Did you mean ${nearest}?`}`;
}

/** Letters only, without accents; `&` and `and`, `St.` and `Saint` are the same. */
function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z]+/g, ' ')
    .replace(/\bst\b/g, 'saint')
    .replace(/^ ?the /, '')
    .trim();
}

/** Insertions, deletions and substitutions from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
