import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { addressKey, readBlocks } from './block-repository.ts';

/** When each name is free again; infinite: never. */
type Ends = ReadonlyMap<string, number>;

/** The blocks of one site, ready to be asked for every event of every visitor. */
export class SiteBlocks {
  readonly #byVisitor: Ends;
  readonly #byAddress: Ends;

  constructor(blocks: readonly { visitorId: string | null; addressKey: string | null; until: number | null }[]) {
    this.#byVisitor = endsOf(blocks.map(({ visitorId, until }) => [visitorId, until]));
    this.#byAddress = endsOf(blocks.map(({ addressKey: key, until }) => [key, until]));
  }

  /** Whether a visitor is blocked at this instant, by who they are or by where they come from. */
  hold(visitorId: string, address: string, now: number): boolean {
    if ((this.#byVisitor.get(visitorId) ?? 0) > now) return true;
    return this.#byAddress.size > 0 && (this.#byAddress.get(addressKey(address)) ?? 0) > now;
  }

  /** Whether any of them ran out after one instant and up to another. */
  haveEnded(after: number, upTo: number): boolean {
    return [...this.#byVisitor.values(), ...this.#byAddress.values()].some((end) => end > after && end <= upTo);
  }
}

/** The blocks of a site as stored. */
export async function loadSiteBlocks(db: Kysely<Database>, siteId: string): Promise<SiteBlocks> {
  return new SiteBlocks(await readBlocks(db, siteId));
}

function endsOf(named: readonly (readonly [name: string | null, until: number | null])[]): Ends {
  const ends = new Map<string, number>();
  for (const [name, until] of named)
    if (name !== null) ends.set(name, Math.max(ends.get(name) ?? 0, until ?? Number.POSITIVE_INFINITY));
  return ends;
}
