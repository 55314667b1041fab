import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [address: Address, prefixBits: number];

/** What the server knows about where a request came from. */
export interface RequestOrigin {
  /** Peer of the socket; undefined when it has already gone, or is a Unix socket. */
  socketAddress: string | undefined;
  /** The `X-Forwarded-For` header, several of them joined by commas. */
  forwardedFor: string | undefined;
}

/** Stands for "no address", so that callers always have one. It is neither public nor any visitor's. */
export const unspecifiedAddress = '0.0.0.0';

const maxHeaderLength = 2048;

/**
 * Makes the function that tells a visitor's address. The forwarding header counts only when the socket's peer is one of
 * `trustedProxies`: addresses, CIDR networks, or the word `loopback`. The answer is the first hop from the right that
 * is not such a proxy; a malformed hop ends the walk at the last good one. Throws when an entry is unreadable or would
 * trust everybody.
 */
export function createClientAddress(trustedProxies: string[]): (origin: RequestOrigin) => string {
  const networks = trustedProxies.flatMap(parseNetworks);
  const isTrusted = (address: Address) => networks.some((network) => contains(network, address));

  return ({ socketAddress, forwardedFor }) => {
    let client = socketAddress === undefined ? null : parseAddress(socketAddress);
    if (!client) return unspecifiedAddress;
    const hops = forwardedFor && isTrusted(client) ? splitHops(forwardedFor) : [];
    while (hops.length > 0 && isTrusted(client)) {
      const hop = parseHop(hops.pop() ?? '');
      if (!hop) break;
      client = hop;
    }
    return client.toString();
  };
}

/**
 * The one spelling of an address: IPv4-mapped IPv6 as IPv4, IPv6 compressed in lower case (RFC 5952), no zone id.
 * Null for anything else, octal, hexadecimal and shortened IPv4 included.
 */
export function canonicalAddress(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}

/** What limits count by: an IPv4 address itself, of an IPv6 address its /64, since a subscriber has all of that. */
export function limitKey(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return unspecifiedAddress;
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

/** `net.isIP` goes first because ipaddr.js also reads `0x7f.1` and `010.0.0.1`. */
function parseAddress(text: string): Address | null {
  const withoutZone = text.trim().split('%', 1)[0] ?? '';
  return isIP(withoutZone) === 0 ? null : ipaddr.process(withoutZone);
}

/** Some proxies write a port: `192.0.2.1:443`, `[2001:db8::1]:443`. */
function parseHop(text: string): Address | null {
  const bare = /^\s*(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?\s*$/.exec(text);
  return parseAddress(bare?.[1] ?? bare?.[2] ?? text);
}

/** Only the right end of an overlong header is read, from its first whole hop on. */
function splitHops(header: string): string[] {
  if (header.length <= maxHeaderLength) return header.split(',');
  return header.slice(-maxHeaderLength).split(',').slice(1);
}

function parseNetworks(entry: string): Network[] {
  const text = entry.trim();
  if (text === 'loopback') return [ipaddr.parseCIDR('127.0.0.0/8'), ipaddr.parseCIDR('::1/128')];
  const [base = '', bits, ...rest] = text.split('/');
  const address = isIP(base) === 0 ? null : ipaddr.parse(base);
  if (!address || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
    throw new Error(`Trusted proxy "${entry}" is not an IP address, a network such as 10.0.0.0/8, or "loopback"`);
  }
  const width = address instanceof ipaddr.IPv4 ? 32 : 128;
  const prefixBits = bits === undefined ? width : Number(bits);
  if (prefixBits > width) throw new Error(`Trusted proxy "${entry}" has a longer prefix than its address`);
  if (prefixBits === 0) throw new Error(`Trusted proxy "${entry}" would let any visitor choose their own address`);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefixBits > 96) {
    return [[address.toIPv4Address(), prefixBits - 96]];
  }
  return [[address, prefixBits]];
}

function contains([network, prefixBits]: Network, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, prefixBits);
  return address instanceof ipaddr.IPv6 && address.match(network, prefixBits);
}
