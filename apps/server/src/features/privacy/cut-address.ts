import ipaddr from 'ipaddr.js';

/** An address without what tells one household or machine: the last two bytes of IPv4, all behind the /48 of IPv6, as zeros. */
export function cutAddress(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const parsed = ipaddr.process(address);
  const bytes = parsed.toByteArray();
  const kept = parsed.kind() === 'ipv4' ? 2 : 6;
  return ipaddr.fromByteArray(bytes.map((byte, place) => (place < kept ? byte : 0))).toString();
}
