import { checkAddressPattern, isAddressPattern } from './address-pattern.ts';

/** Null when an entry, an IP address pattern or a DNS name with `*`, can be saved, else what is wrong with it. */
export function checkAddressOrHost(entry: string): string | null {
  if (isAddressPattern(entry)) return checkAddressPattern(entry);
  if (/^[a-z0-9*_-]+(\.[a-z0-9*_-]+)*$/i.test(entry)) return null;
  return 'must be an IP address, a network, or a DNS name such as *.example.com';
}
