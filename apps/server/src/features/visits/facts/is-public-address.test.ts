import { expect, test } from 'vitest';
import { isPublicAddress } from './is-public-address.ts';

test.each<[address: string, expected: boolean]>([
  ['8.8.8.8', true],
  ['::ffff:8.8.8.8', true],
  ['2a00:1450:4001::1', true],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['169.254.1.1', false],
  ['203.0.113.4', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fd00::1', false],
  ['2001:db8::1', false],
  ['::ffff:10.0.0.1', false],
  ['010.8.8.8', false],
  ['example.com', false],
  ['', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
