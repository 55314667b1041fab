import { describe, expect, test } from 'vitest';
import { compileOrganisations } from './compile-organisations.ts';
import { openOrganisationTable, packOrganisations } from './organisation-table.ts';

const ipv4Csv = `16777216,16777471,13335,"Cloudflare, Inc."
16778240,16779263,38803,Gtelecom Pty Ltd
16779000,16779300,1,Overlapping
junk
16779400,16779500,2,
16779600,16779609,5,AS64500 - Acme
16779610,16779619,5,AS64500
16779620,16779629,5,-Reserved AS-
3221225984,3221226239,3,"JSC ""Tëst"""\r
4294967295,4294967295,4,Last
`;
/** 2001:200::/64, the second half of the next /64, and 2001:200:0:1::/64 up to 2001:200:0:3:… */
const ipv6Csv = `42540528726795050063891204319802818560,42540528726795050082337948393512370175,2500,WIDE Project
42540528726795050091561320430367145984,42540528726795050100784692467221921791,7,Half
42540528726795050082337948393512370176,42540528726795050137678180614641025023,13335,"Cloudflare, Inc."`;

const source = 42;
const pack = () => packOrganisations(compileOrganisations(Buffer.from(ipv4Csv), Buffer.from(ipv6Csv)), source);

test.each<[rule: string, address: string, expected: string | null]>([
  ['before the first range', '0.255.255.255', null],
  ['first address of a range', '1.0.0.0', 'Cloudflare, Inc.'],
  ['last address of a range', '1.0.0.255', 'Cloudflare, Inc.'],
  ['between two ranges', '1.0.1.0', null],
  ['the second range', '1.0.4.0', 'Gtelecom Pty Ltd'],
  ['an overlap stays with the earlier range', '1.0.7.255', 'Gtelecom Pty Ltd'],
  ['after the overlap the later one has it', '1.0.8.0', 'Overlapping'],
  ['a range without a name', '1.0.8.210', null],
  ['a number before the name is not part of it', '1.0.9.80', 'Acme'],
  ['a number is no name', '1.0.9.90', null],
  ['reserved is no name', '1.0.9.100', null],
  ['quotes, accents, CRLF', '192.0.2.9', 'JSC "Tëst"'],
  ['the last address of all', '255.255.255.255', 'Last'],
  ['IPv4-mapped', '::ffff:1.0.0.7', 'Cloudflare, Inc.'],
  ['IPv6, first of a range', '2001:200::', 'WIDE Project'],
  ['IPv6, last of a range', '2001:200::ffff:ffff:ffff:ffff', 'WIDE Project'],
  ['IPv6, a /64 shared by two belongs to the earlier', '2001:200:0:1::1', 'Half'],
  ['IPv6, what is left of the later', '2001:200:0:3::1', 'Cloudflare, Inc.'],
  ['IPv6, beyond', '2001:200:0:4::', null],
  ['IPv6, before', '2001:1ff::', null],
])('organisation of an address: %s', (_rule, address, expected) => {
  expect(openOrganisationTable(pack(), source)?.find(address)).toBe(expected);
});

test('no range at all', () => {
  const empty = openOrganisationTable(
    packOrganisations(compileOrganisations(Buffer.alloc(0), Buffer.alloc(0)), source),
    source,
  );
  expect(empty?.find('1.0.0.0')).toBeNull();
  expect(empty?.find('2001:200::')).toBeNull();
});

describe('packed bytes that do not serve', () => {
  const flipped = pack();
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  const otherMark = pack();
  otherMark[0] = (otherMark[0] ?? 0) ^ 1;

  test.each<[rule: string, bytes: Uint8Array<ArrayBuffer>, source: number]>([
    ['made from another source', pack(), source + 1],
    ['cut short', pack().slice(0, -1), source],
    ['a flipped bit', flipped, source],
    ['another version', otherMark, source],
    ['empty', new Uint8Array(0), source],
    ['zeros', new Uint8Array(64), source],
  ])('%s', (_rule, bytes, expectedSource) => {
    expect(openOrganisationTable(bytes, expectedSource)).toBeNull();
  });
});
