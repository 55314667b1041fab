import { cleanText } from '@foyer/rules/clean-text';
import type { OrganisationRanges } from './organisation-table.ts';

/**
 * Reads the two numeric CSV files of `@ip-location-db/asn`: first and last address of a range as decimal numbers, number
 * and name of the autonomous system, sorted by address, in UTF-8. Where ranges overlap, in a /64 too, the earlier one
 * keeps what it has. Lines that cannot be read are left out. Takes seconds: not for the event loop of a server.
 */
export function compileOrganisations(ipv4Csv: Buffer, ipv6Csv: Buffer): OrganisationRanges {
  const names = new Map<string, number>();
  const ipv4 = collect(ipv4Csv, names, BigInt);
  const ipv6 = collect(ipv6Csv, names, (digits) => BigInt(digits) >> 64n);
  return {
    ipv4: {
      starts: Uint32Array.from(ipv4.starts, Number),
      ends: Uint32Array.from(ipv4.ends, Number),
      names: ipv4.names,
    },
    ipv6,
    names: [...names.keys()],
  };
}

/** Each range as two numbers and the place of its name in `names`, to which new names are added. */
function collect(
  csv: Buffer,
  names: Map<string, number>,
  toKey: (digits: string) => bigint,
): OrganisationRanges['ipv6'] {
  const capacity = countLines(csv);
  const starts = new BigUint64Array(capacity);
  const ends = new BigUint64Array(capacity);
  const nameIndexes = new Uint32Array(capacity);
  let count = 0;
  let previousEnd = -1n;
  for (const line of linesOf(csv)) {
    const [, first = '', last = '', quoted = ''] = /^(\d{1,39}),(\d{1,39}),\d*,(.+)$/.exec(line) ?? [];
    const name = readName(quoted);
    if (first === '' || name === '') continue;
    const from = toKey(first);
    const start = from > previousEnd ? from : previousEnd + 1n;
    const end = toKey(last);
    if (end < start) continue;
    const index = names.get(name) ?? names.size;
    names.set(name, index);
    starts[count] = start;
    ends[count] = end;
    nameIndexes[count] = index;
    count += 1;
    previousEnd = end;
  }
  return { starts: starts.slice(0, count), ends: ends.slice(0, count), names: nameIndexes.slice(0, count) };
}

/** `AS64500 - Acme` is Acme; `AS64500` alone and `-Reserved AS-` name nobody, and are empty here. */
function readName(field: string): string {
  const name = cleanText(unquote(field), 120)
    .trim()
    .replace(/^AS\d+(?: - |$)/, '');
  return name === '-Reserved AS-' ? '' : name;
}

const lineFeed = 10;

/** Line by line from the bytes: as one string the files would take three times the memory. */
function* linesOf(text: Buffer): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf(lineFeed, start);
    const end = next === -1 ? text.length : next;
    yield text.toString('utf8', start, end).trimEnd();
    start = end + 1;
  }
}

function countLines(text: Buffer): number {
  let count = 1;
  for (let at = text.indexOf(lineFeed); at !== -1; at = text.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

/** RFC 4180: a quoted field doubles the quotes in it. */
function unquote(field: string): string {
  return field.startsWith('"') && field.endsWith('"') && field.length > 1
    ? field.slice(1, -1).replaceAll('""', '"')
    : field;
}
