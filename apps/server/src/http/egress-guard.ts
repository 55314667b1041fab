import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isSpecialAddress } from './special-addresses.ts';

/** Ports that web servers are asked on. */
const webPorts = [80, 443];

/** Somewhere the server may not connect to. The message says nothing of what is there. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
}

interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where the server may connect to: only to these addresses, whatever the name says later. */
export interface EgressTarget {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly Address[];
}

/** All addresses of a name. */
export type ResolveName = (host: string) => Promise<readonly { address: string; family: number }[]>;

/** Decides where the server may connect to on behalf of a site's administrators. Both throw EgressRefused. */
export interface EgressGuard {
  /** Checks an http or https address. Throws what the resolver throws when there is no such name. */
  checkUrl(url: string): Promise<EgressTarget & { readonly url: URL }>;
  /** Checks a host for something else than HTTP, on one of the ports of that. */
  checkHost(host: string, port: number, ports: readonly number[]): Promise<EgressTarget>;
}

/** What the owner of the installation allows beyond the public Internet. */
interface Allowed {
  /** Null: any host with an address in `network`. */
  readonly host: string | null;
  readonly network: BlockList | null;
  /** Null: the usual ports. */
  readonly port: number | null;
}

/**
 * A guard for all server-side requests. `allow`: private hosts and networks that may be reached all the same, as
 * `host`, `address` or `network/bits`, each with an optional `:port` (IPv6 then in brackets). Throws on unreadable ones.
 */
export function createEgressGuard(
  allow: readonly string[],
  resolve: ResolveName = (host) => lookup(host, { all: true, verbatim: true }),
): EgressGuard {
  const allowed = allow.map(parseAllowed);

  async function checkHost(given: string, port: number, ports: readonly number[]): Promise<EgressTarget> {
    const host = given
      .toLowerCase()
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '');
    const isUsualPort = ports.includes(port);
    const here = allowed.filter((one) => (one.port === null ? isUsualPort : one.port === port));
    if (!isUsualPort && here.length === 0) throw new EgressRefused(`Port ${port} is not allowed`);
    const family = isIP(host);
    const addresses = (family === 0 ? await resolve(host) : [{ address: host, family }]).map(toAddress);
    if (addresses.length === 0) throw new EgressRefused(`${host} has no address`);
    const mayReach = ({ address, family: of }: Address) =>
      here.some((one) => one.host === host || one.network?.check(address, of === 4 ? 'ipv4' : 'ipv6')) ||
      (isUsualPort && !isSpecialAddress(address));
    if (!addresses.every(mayReach)) throw new EgressRefused(`${host} is not a public address, or not on port ${port}`);
    return { host, port, addresses };
  }

  return {
    checkHost,
    async checkUrl(text) {
      if (!URL.canParse(text)) throw new EgressRefused('This is not a web address');
      const url = new URL(text);
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new EgressRefused('Only https and http addresses are allowed');
      if (url.username !== '' || url.password !== '')
        throw new EgressRefused('A name or password in the address is not allowed');
      const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
      return { ...(await checkHost(url.hostname, port, webPorts)), url };
    },
  };
}

/** Answers the checked addresses to whoever connects, instead of asking the resolver a second time. */
export function pinnedLookup({ addresses }: EgressTarget): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all || !first) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

function toAddress({ address, family }: { address: string; family: number }): Address {
  return { address, family: family === 6 ? 6 : 4 };
}

function parseAllowed(entry: string): Allowed {
  const fail = (why: string) => new Error(`"${entry}" ${why}`);
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(entry);
  const plain = /^([^:]+)(?::(\d{1,5}))?$/.exec(entry);
  const [, name = '', digits] = bracketed ?? plain ?? [entry, entry];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) throw fail('has no possible port');
  const [base = '', bits, ...rest] = name.split('/');
  const family = isIP(base);
  if (family === 0) {
    if (bits !== undefined || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(base))
      throw fail('is not a host, an IP address or a network such as 10.0.0.0/8, with an optional :port');
    return { host: base.toLowerCase(), network: null, port };
  }
  const width = family === 4 ? 32 : 128;
  const prefixBits = bits === undefined ? width : Number(bits);
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || prefixBits > width)
    throw fail('is not a network such as 10.0.0.0/8');
  const network = new BlockList();
  network.addSubnet(base, prefixBits, family === 4 ? 'ipv4' : 'ipv6');
  return { host: null, network, port };
}
