import { BlockList, isIP } from 'node:net';

/** IANA IPv4 special-purpose registry, multicast, reserved, and one cloud's metadata service on a public address. */
const specialIpv4: readonly [network: string, prefixBits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * All of IPv6 but global unicast (2000::/3), so loopback, mapped, NAT64, unique local, link-local and multicast; and in
 * it what carries an IPv4 address inside (Teredo, 6to4) or is for protocols and documentation.
 */
const specialIpv6: readonly [network: string, prefixBits: number][] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

// Two lists: in one, IPv4 addresses would be compared with the IPv6 networks in their mapped form.
const ipv4 = new BlockList();
for (const [network, prefixBits] of specialIpv4) ipv4.addSubnet(network, prefixBits, 'ipv4');
const ipv6 = new BlockList();
for (const [network, prefixBits] of specialIpv6) ipv6.addSubnet(network, prefixBits, 'ipv6');

/** Whether an address is none that the world routes to one host: private, loopback, metadata, multicast… or malformed. */
export function isSpecialAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return ipv4.check(address, 'ipv4');
    case 6:
      return address.includes('%') || ipv6.check(address, 'ipv6');
    default:
      return true;
  }
}
