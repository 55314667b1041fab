import { setTimeout as sleep } from 'node:timers/promises';
import { type RetentionClass, retentionClasses } from '@foyer/protocol/privacy';
import { addDays, localTime, startOfDay } from '@foyer/rules/site-time';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Storage } from '../../storage/storage.ts';
import { removeRecordings } from '../recordings/remove-recordings.ts';
import { listSites } from '../sites/list-sites.ts';
import { erasePerson } from './erase-person.ts';
import { readPrivacy } from './read-privacy.ts';
import { findExpiredVisitors, removers } from './remove-expired.ts';
import type { SteadyClock } from './steady-clock.ts';

/** Few enough that no hit waits for them. */
const atOnce = 50;
const pauseMs = 25;
/** Batches of one class and site in one sweep; the rest is for the next. */
const mostBatches = 400;
/** Any number that nothing else locks by. */
const lockKey = 7_203_411;

interface Parts {
  readonly storage: Storage;
  readonly clock: SteadyClock;
  readonly now: () => number;
  readonly logger: Pick<Logger, 'warn'>;
  /** Between batches. */
  readonly pause?: () => Promise<unknown>;
}

/**
 * Deletes what a site keeps no longer, oldest first, in small batches with room between them. Each batch is one
 * transaction and nothing is remembered beside it, so that a sweep that was broken off simply goes on.
 */
export class RetentionSweep {
  readonly #parts: Parts;
  #hasWarned = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Sweeps all sites once; rows removed, by class. Does nothing while the clock is not to be believed. */
  async run(): Promise<Partial<Record<RetentionClass, number>>> {
    const { storage, clock, logger } = this.#parts;
    const removed: Partial<Record<RetentionClass, number>> = {};
    if (!clock.isSteady()) {
      if (!this.#hasWarned) logger.warn('the clock has jumped: nothing is deleted by age for an hour');
      this.#hasWarned = true;
      return removed;
    }
    this.#hasWarned = false;
    for (const site of await listSites(storage.db, null)) {
      const { retention } = await readPrivacy(storage.db, site.id);
      // Visits and chats before the visitors who have neither.
      for (const kind of retentionClasses.toSorted((one) => (one === 'visitors' ? 1 : 0))) {
        const days = retention[kind];
        if (days === null) continue;
        const count = await this.#sweep(site, kind, days);
        if (count > 0) removed[kind] = (removed[kind] ?? 0) + count;
      }
    }
    return removed;
  }

  async #sweep(site: { id: string; timeZone: string }, kind: RetentionClass, days: number): Promise<number> {
    const { now, pause = () => sleep(pauseMs) } = this.#parts;
    const { timeZone } = site;
    const before = startOfDay(addDays(localTime(now(), timeZone).date, -days), timeZone);
    let removed = 0;
    for (let batch = 0; batch < mostBatches; batch += 1) {
      const count = await this.#removeBatch(kind, { siteId: site.id, timeZone, before, limit: atOnce });
      removed += count;
      if (count < atOnce) break;
      await pause();
    }
    return removed;
  }

  async #removeBatch(kind: RetentionClass, expiry: Parameters<typeof findExpiredVisitors>[1]): Promise<number> {
    const { storage } = this.#parts;
    if (kind === 'recordings') return removeRecordings(storage.db, expiry.siteId, expiry.before);
    if (kind === 'visitors') {
      const visitors = await findExpiredVisitors(storage.db, expiry);
      for (const visitorId of visitors)
        await erasePerson(storage, expiry.siteId, visitorId, { timeZone: expiry.timeZone, areAddressesCut: false });
      return visitors.length;
    }
    return storage.db.transaction().execute(async (trx) => {
      if (storage.dialect === 'postgres') {
        // One node is enough.
        const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lockKey}) as mine`.execute(
          trx,
        );
        if (!rows[0]?.mine) return 0;
      }
      return removers[kind](trx, expiry);
    });
  }
}
