import type { OpeningHours } from '@foyer/protocol/opening-hours';
import { type HoursState, stateOfHours } from '@foyer/rules/opening-hours';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { getOpeningHours, listSitesWithHours } from './opening-hours-repository.ts';

interface Known {
  readonly hours: OpeningHours;
  readonly timeZone: string;
  /** How they stand, from an instant on. */
  state: HoursState;
  from: number;
}

/** Whether each site is open by its hours just now, answered without a look into the database. */
export class OpeningHoursClock {
  readonly #db: Kysely<Database>;
  readonly #now: () => number;
  /** Sites whose hours are switched on. */
  readonly #known = new Map<string, Known>();
  /** What was told last, so that a turn is told once. */
  readonly #told = new Map<string, boolean | null>();

  constructor(db: Kysely<Database>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Reads the hours of all sites that have some: at the start, and when changes may have been missed. */
  async loadAll(): Promise<void> {
    for (const siteId of new Set([...this.#known.keys(), ...(await listSitesWithHours(this.#db))]))
      await this.load(siteId);
  }

  /** Reads the hours of a site anew: they, or its time zone, have changed. */
  async load(siteId: string): Promise<void> {
    const [hours, site] = await Promise.all([getOpeningHours(this.#db, siteId), lookUpSite(this.#db, siteId)]);
    if (site === null || !hours.enabled) {
      this.#known.delete(siteId);
      return;
    }
    const at = this.#now();
    this.#known.set(siteId, {
      hours,
      timeZone: site.timeZone,
      state: stateOfHours(hours, at, site.timeZone),
      from: at,
    });
  }

  /** Whether a site is open; null: it has no hours. */
  isInside(siteId: string): boolean | null {
    return this.#stateOf(siteId)?.isInside ?? null;
  }

  /** When a closed site opens again, epoch ms; null: it is open, has no hours, or never does. */
  opensAt(siteId: string): number | null {
    const state = this.#stateOf(siteId);
    return state === null || state.isInside ? null : state.until;
  }

  /** Whether any site has opened or closed since this was asked last. */
  hasTurned(): boolean {
    let hasTurned = false;
    for (const siteId of new Set([...this.#told.keys(), ...this.#known.keys()])) {
      const isInside = this.isInside(siteId);
      if ((this.#told.get(siteId) ?? null) !== isInside) hasTurned = true;
      if (isInside === null) this.#told.delete(siteId);
      else this.#told.set(siteId, isInside);
    }
    return hasTurned;
  }

  #stateOf(siteId: string): HoursState | null {
    const known = this.#known.get(siteId);
    if (known === undefined) return null;
    const at = this.#now();
    const { until } = known.state;
    // A clock that was put back makes what was worked out wrong, too.
    if (at < known.from || (until !== null && at >= until)) {
      known.state = stateOfHours(known.hours, at, known.timeZone);
      known.from = at;
    }
    return known.state;
  }
}
