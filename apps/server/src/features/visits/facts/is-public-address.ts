import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is one that networks of the world route to: not private, loopback, link-local, reserved or malformed. */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'unicast';
}
