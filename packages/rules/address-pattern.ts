import ipaddr from 'ipaddr.js';
import { matchWildcard } from './match-wildcard.ts';

/** A client address, read once for all patterns. An IPv4-mapped IPv6 address is the IPv4 one. */
export interface ClientAddress {
  /** IPv4 dotted, IPv6 as RFC 5952 spells it. */
  readonly text: string;
  /** All eight groups of an IPv6 address, four digits each; null for IPv4. */
  readonly groups: string | null;
  readonly parsed: ipaddr.IPv4 | ipaddr.IPv6;
}

/** A pattern for IP addresses: exact, prefix with `*`, or CIDR. */
export interface AddressPattern {
  matches(address: ClientAddress): boolean;
}

const mapped = /^::ffff:(?=[\d.*]+$)/i;

/** Reads an address in any spelling; null when it is none. */
export function readClientAddress(text: string): ClientAddress | null {
  const bare = (text.trim().split('%')[0] ?? '').replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return describe(ipaddr.IPv4.parse(bare));
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  return describe(ipaddr.process(bare));
}

/** Whether an entry of a mixed list is meant as an address rather than as a host name. */
export function isAddressPattern(entry: string): boolean {
  return entry.includes(':') || /^[\d.*/]+$/.test(entry);
}

/** Compiles a pattern; one that is no address, prefix or network gives null. */
export function compileAddressPattern(pattern: string): AddressPattern | null {
  const entry = pattern.trim().replace(mapped, '').toLowerCase();
  if (entry === '*') return { matches: () => true };
  if (entry.includes('/')) return compileNetwork(entry);
  if (entry.includes('*')) return compilePrefix(entry);
  const exact = readClientAddress(entry);
  return exact === null ? null : { matches: (address) => address.text === exact.text };
}

/** Null when the pattern can be saved, else what is wrong with it. */
export function checkAddressPattern(pattern: string): string | null {
  return compileAddressPattern(pattern) === null
    ? 'is not an IP address, a prefix such as 192.168.* or a network such as 10.0.0.0/8'
    : null;
}

function compileNetwork(entry: string): AddressPattern | null {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(entry) && !(entry.includes(':') && ipaddr.IPv6.isValidCIDR(entry)))
    return null;
  const [base, bits] = ipaddr.parseCIDR(entry);
  // Beyond its first 96 bits, a network of mapped addresses is one of IPv4.
  const network: [ipaddr.IPv4 | ipaddr.IPv6, number] =
    base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= 96
      ? [base.toIPv4Address(), bits - 96]
      : [base, bits];
  return { matches: ({ parsed }) => parsed.kind() === network[0].kind() && parsed.match(network) };
}

function compilePrefix(entry: string): AddressPattern | null {
  if (!entry.includes(':')) {
    return /^[\d.*]+$/.test(entry)
      ? { matches: ({ text, groups }) => groups === null && matchWildcard(entry, text) }
      : null;
  }
  if (!/^[\da-f:*]+$/.test(entry)) return null;
  // Group by group, so that `2001:0db8:*` and `2001:db8:*` are the same; with `::` only the usual spelling can be told.
  const spelledOut = entry.includes('::') ? null : entry.split(':').map(padGroup).join(':');
  return {
    matches: ({ text, groups }) =>
      groups !== null && (matchWildcard(entry, text) || (spelledOut !== null && matchWildcard(spelledOut, groups))),
  };
}

function padGroup(group: string): string {
  return group.includes('*') ? group : group.padStart(4, '0');
}

function describe(parsed: ipaddr.IPv4 | ipaddr.IPv6): ClientAddress {
  if (!(parsed instanceof ipaddr.IPv6)) return { text: parsed.toString(), groups: null, parsed };
  const groups = parsed.parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
  return { text: parsed.toRFC5952String(), groups, parsed };
}
