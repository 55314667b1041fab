import { describe, expect, test } from 'vitest';
import { checkAddressPattern, compileAddressPattern, isAddressPattern, readClientAddress } from './address-pattern.ts';
import { compileHostPattern, foldHost } from './host-pattern.ts';
import { listEntries, readPatternList } from './pattern-list.ts';

describe('S-058 IP patterns', () => {
  test.each<[rule: string, pattern: string, address: string, expected: boolean]>([
    ['exact', '192.168.1.7', '192.168.1.7', true],
    ['exact: no longer one', '192.168.1.7', '192.168.1.77', false],
    ['prefix with *', '192.168.*', '192.168.255.1', true],
    ['prefix with *: other network', '192.168.*', '192.169.1.1', false],
    ['prefix with *: the dot counts', '192.168.*', '192.1.68.1', false],
    ['* alone', '*', '2001:db8::1', true],
    ['CIDR: first of the network', '10.0.0.0/8', '10.0.0.0', true],
    ['CIDR: last of the network', '10.0.0.0/8', '10.255.255.255', true],
    ['CIDR: just outside', '10.0.0.0/8', '11.0.0.0', false],
    ['CIDR: 32 bits', '10.1.2.3/32', '10.1.2.4', false],
    ['CIDR with host bits set', '10.1.2.3/16', '10.1.9.9', true],
    ['IPv6 in any spelling', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['IPv6: another', '2001:db8::1', '2001:db8::2', false],
    ['IPv6 in brackets', '2001:db8::1', '[2001:db8::1]', true],
    ['IPv6 prefix', '2001:db8:*', '2001:db8:1::1', true],
    ['IPv6 prefix in any spelling', '2001:0db8:*', '2001:db8:1::1', true],
    ['IPv6 prefix: other network', '2001:db8:*', '2001:db9::1', false],
    ['IPv6 prefix with ::', '2001:db8::*', '2001:db8::1', true],
    ['IPv6 CIDR', '2001:db8::/32', '2001:db8:ffff::1', true],
    ['IPv6 CIDR: just outside', '2001:db8::/32', '2001:db9::', false],
    ['IPv4-mapped address equals the IPv4', '192.168.1.7', '::ffff:192.168.1.7', true],
    ['IPv4-mapped pattern equals the IPv4', '::ffff:192.168.1.7', '192.168.1.7', true],
    ['IPv4-mapped in hex equals the IPv4', '::ffff:c0a8:107', '192.168.1.7', true],
    ['IPv4-mapped address in a network', '192.168.0.0/16', '::FFFF:192.168.1.7', true],
    ['IPv4-mapped network', '::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['IPv4-mapped prefix', '::ffff:192.168.*', '192.168.1.7', true],
    ['an IPv4 network holds no IPv6', '0.0.0.0/0', '2001:db8::1', false],
  ])('%s: %s on %s', (_rule, pattern, text, expected) => {
    const address = readClientAddress(text);
    expect(address && compileAddressPattern(pattern)?.matches(address)).toBe(expected);
  });

  test.each(['', '192.168', '192.168.1.256', '010.0.0.1', '10.0.0.0/33', 'example.com', '2001:db8::/129', '1:2:3'])(
    'S-058 %j is refused when saved',
    (pattern) => expect(checkAddressPattern(pattern)).toMatch(/not an IP address/),
  );

  test.each([
    ['192.168.*', true],
    ['2001:db8::*', true],
    ['10.0.0.0/8', true],
    ['*.example.com', false],
    ['*.de', false],
  ])('S-027 %s in a mixed list is an address: %s', (entry, expected) => expect(isAddressPattern(entry)).toBe(expected));
});

describe('S-027 host patterns', () => {
  test.each<[rule: string, pattern: string, host: string, expected: boolean]>([
    ['a subdomain', '*.example.com', 'www.example.com', true],
    ['a deeper subdomain', '*.example.com', 'a.b.example.com', true],
    ['not the domain itself', '*.example.com', 'example.com', false],
    ['not a look-alike', '*.example.com', 'attacker-example.com', false],
    ['not with something after it', '*.example.com', 'www.example.com.evil.test', false],
    ['case and final dot do not matter', '*.Example.com', 'WWW.example.COM.', true],
    ['exact', 'example.com', 'example.com', true],
    ['inside', '*.google.*', 'www.google.co.uk', true],
  ])('%s: %s on %s', (_rule, pattern, host, expected) =>
    expect(compileHostPattern(pattern).matches(foldHost(host))).toBe(expected),
  );
});

describe('lists', () => {
  test('; or a line break separates, blanks are trimmed, empty entries dropped, order kept', () => {
    expect(readPatternList(' b.htm ;a.htm\r\n\n c d ;; ')).toEqual(['b.htm', 'a.htm', 'c d']);
  });
  test('an entry of a stored list may hold several', () => {
    expect(listEntries(['b;a', 'c'])).toEqual(['b', 'a', 'c']);
  });
});
