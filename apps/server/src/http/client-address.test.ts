import { describe, expect, test } from 'vitest';
import { canonicalAddress, createClientAddress, limitKey } from './client-address.ts';

const proxies = ['loopback', '10.0.0.0/8', '192.0.2.7', '2001:db8:ff::/48'];
const longLeft = `${'9.9.9.9, '.repeat(400)}198.51.100.4`;

describe('client address', () => {
  test.each<[rule: string, peer: string | undefined, header: string | undefined, expected: string]>([
    ['no header: the peer', '203.0.113.9', undefined, '203.0.113.9'],
    ['R-226 header from an untrusted peer is ignored', '203.0.113.9', '198.51.100.4', '203.0.113.9'],
    ['trusted peer: the hop it names', '10.1.2.3', '198.51.100.4', '198.51.100.4'],
    ['trusted peer without header: itself', '10.1.2.3', undefined, '10.1.2.3'],
    ['trusted peer with empty header: itself', '10.1.2.3', '', '10.1.2.3'],
    ['loopback, IPv4', '127.0.0.5', '198.51.100.4', '198.51.100.4'],
    ['loopback, IPv6', '::1', '198.51.100.4', '198.51.100.4'],
    ['trusted peer in IPv4-mapped spelling', '::ffff:10.1.2.3', '198.51.100.4', '198.51.100.4'],
    ['trusted IPv6 network', '2001:db8:ff:1::2', '2001:DB8:0:0::5', '2001:db8::5'],
    ['next to the trusted network', '2001:db8:fe::1', '198.51.100.4', '2001:db8:fe::1'],
    ['next to the trusted address', '192.0.2.8', '198.51.100.4', '192.0.2.8'],
    ['R-227 spoofed left entries do not count', '10.1.2.3', '1.1.1.1, 198.51.100.4', '198.51.100.4'],
    ['R-227 trusted hops are passed over', '10.1.2.3', '1.1.1.1, 198.51.100.4, 192.0.2.7, 10.9.9.9', '198.51.100.4'],
    ['all hops trusted: the leftmost', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['a malformed hop ends the walk', '10.1.2.3', '198.51.100.4, junk', '10.1.2.3'],
    ['a malformed hop ends the walk at the last good one', '10.1.2.3', '198.51.100.4, unknown, 10.0.0.2', '10.0.0.2'],
    ['an empty hop is malformed', '10.1.2.3', '198.51.100.4,,10.0.0.2', '10.0.0.2'],
    ['octal is malformed', '10.1.2.3', '0198.051.100.4', '10.1.2.3'],
    ['hexadecimal is malformed', '10.1.2.3', '0x7f.1', '10.1.2.3'],
    ['hop with a port', '10.1.2.3', '198.51.100.4:5678', '198.51.100.4'],
    ['IPv6 hop in brackets with a port', '10.1.2.3', '[2001:db8::1]:443', '2001:db8::1'],
    ['IPv4-mapped hop', '10.1.2.3', '::ffff:198.51.100.4', '198.51.100.4'],
    ['zone id is dropped', 'fe80::1%eth0', undefined, 'fe80::1'],
    ['an overlong header still tells its right end', '10.1.2.3', longLeft, '198.51.100.4'],
    ['no peer', undefined, '198.51.100.4', '0.0.0.0'],
  ])('%s', (_rule, socketAddress, forwardedFor, expected) => {
    expect(createClientAddress(proxies)({ socketAddress, forwardedFor })).toBe(expected);
  });

  test('the cut through an overlong header makes no address', () => {
    const tail = `,${'10.0.0.1,'.repeat(225)} 10.100.100.100`; // 2041 characters: the cut falls inside "11.2.3.4"
    const read = createClientAddress(proxies);
    expect(read({ socketAddress: '10.1.2.3', forwardedFor: `11.2.3.4${tail}` })).toBe('10.0.0.1');
  });

  test('no proxy configured: the header never counts', () => {
    expect(createClientAddress([])({ socketAddress: '127.0.0.1', forwardedFor: '198.51.100.4' })).toBe('127.0.0.1');
  });

  test('a network in IPv4-mapped spelling trusts the IPv4 one', () => {
    const read = createClientAddress(['::ffff:10.0.0.0/104']);
    expect(read({ socketAddress: '10.7.7.7', forwardedFor: '198.51.100.4' })).toBe('198.51.100.4');
  });

  test.each(['*', '', 'localhost', '10.0.0.0/33', '::/129', '0.0.0.0/0', '::/0', '10.0.0.0/8/9', '10.0.0.0/', '10.*'])(
    'entry "%s" is refused',
    (entry) => {
      expect(() => createClientAddress([entry])).toThrow('Trusted proxy');
    },
  );
});

test.each<[text: string, expected: string | null]>([
  ['198.51.100.4', '198.51.100.4'],
  ['::FFFF:198.51.100.4', '198.51.100.4'],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%en0', 'fe80::1'],
  ['010.0.0.1', null],
  ['1', null],
  ['example.com', null],
  ['', null],
])('R-229 one spelling of %s', (text, expected) => {
  expect(canonicalAddress(text)).toBe(expected);
});

test.each<[rule: string, address: string, expected: string]>([
  ['IPv4 itself', '198.51.100.4', '198.51.100.4'],
  ['IPv4-mapped as IPv4', '::ffff:198.51.100.4', '198.51.100.4'],
  ['IPv6 by its /64', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['another address of that /64', '2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['the next /64', '2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['no address', 'junk', '0.0.0.0'],
])('R-229 limit key: %s', (_rule, address, expected) => {
  expect(limitKey(address)).toBe(expected);
});
