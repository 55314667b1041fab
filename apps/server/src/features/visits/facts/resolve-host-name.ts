import { Resolver } from 'node:dns/promises';
import { LRUCache } from 'lru-cache';
import { isPublicAddress } from './is-public-address.ts';

export interface HostNameResolverOptions {
  /** How long an answer may take. The rules wait 2000 ms at most. */
  timeoutMs: number;
  /** How many addresses are remembered. */
  cacheSize: number;
  /** How many addresses may be asked for at the same time; default 100. */
  maxInFlight?: number;
  /** Asks for the names of an address; rejects when there are none. By default the system's name servers. */
  lookup?: (address: string) => Promise<string[]>;
}

export interface HostNameResolver {
  /** The host name of an address by reverse DNS, lower case, or null for none, or none in time. Never rejects. */
  resolve(address: string): Promise<string | null>;
}

const foundForMs = 3_600_000;
const notFoundForMs = 300_000;

/**
 * Makes a resolver that remembers names for an hour and failures for five minutes. Beyond its limit of questions in
 * flight it answers null and asks nothing: a flood of visitors must not become a flood of queries. Whoever runs the
 * reverse zone chooses the name, so it proves nothing about who the visitor is.
 */
export function createHostNameResolver(options: HostNameResolverOptions): HostNameResolver {
  const { timeoutMs, cacheSize, maxInFlight = 100, lookup = systemLookup(timeoutMs) } = options;
  const known = new LRUCache<string, { name: string | null }>({
    max: cacheSize,
    ttl: foundForMs,
    perf: { now: () => Date.now() },
  });
  const inFlight = new Map<string, Promise<string | null>>();

  function remember(address: string, name: string | null): string | null {
    known.set(address, { name }, { ttl: name === null ? notFoundForMs : foundForMs });
    return name;
  }

  async function ask(address: string): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string | null>((resolve) => {
      timer = setTimeout(() => resolve(remember(address, null)), timeoutMs);
    });
    // An answer that comes after the time-out is still remembered for the next visit.
    const answer = lookupSafely(lookup, address).then((name) => remember(address, name));
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
      inFlight.delete(address);
    }
  }

  return {
    async resolve(address) {
      if (!isPublicAddress(address)) return null;
      const remembered = known.get(address);
      if (remembered) return remembered.name;
      const asked = inFlight.get(address);
      if (asked !== undefined) return asked;
      if (inFlight.size >= maxInFlight) return null;
      const question = ask(address);
      inFlight.set(address, question);
      return question;
    },
  };
}

/** Having no name is the common case, and DNS reports it, like every trouble, as an error. */
async function lookupSafely(lookup: (address: string) => Promise<string[]>, address: string): Promise<string | null> {
  try {
    const names = await lookup(address);
    return names.map(readName).find((name) => name !== null) ?? null;
  } catch {
    return null;
  }
}

/** letters, digits, dot and hyphen, at most 253; the owner of an address can answer anything. */
function readName(answer: string): string | null {
  const name = answer.toLowerCase().replace(/\.$/, '');
  return name.length <= 253 && /^[a-z0-9.-]+$/.test(name) ? name : null;
}

function systemLookup(timeoutMs: number): (address: string) => Promise<string[]> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  return (address) => resolver.reverse(address);
}
