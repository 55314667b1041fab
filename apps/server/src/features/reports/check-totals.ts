import type { Site } from '@foyer/protocol/site';
import type { TotalsCheck } from '@foyer/protocol/totals-check';
import { addDays, localTime } from '@foyer/rules/site-time';
import type { Storage } from '../../storage/storage.ts';
import { listSites } from '../sites/list-sites.ts';
import { compareDay, oldestWholeDay } from '../visits/compare-day.ts';
import { claimCheck, findDayToCheck, saveCheck } from './totals-check-repository.ts';

/** By then, what pages kept of the evening has mostly come in. */
const fromHour = 3;
/** How long a node has for the check of one site. */
const leaseMs = 15 * 60_000;
/** Differences that are told one by one. */
const toldAtMost = 20;

interface CheckParts {
  readonly storage: Storage;
  readonly logger: { error(fields: object, message: string): void };
  readonly now: () => number;
}

/**
 * Each night of a site's own, on one node: compares the totals of yesterday, and of the day that was not looked at for the
 * longest time, with the facts (B-306). What differs is logged and kept, and told to administrators.
 */
export async function checkTotals({ storage, logger, now }: CheckParts): Promise<void> {
  for (const site of await listSites(storage.db, null)) {
    const { date: today, hour } = localTime(now(), site.timeZone);
    if (hour < fromHour) continue;
    const yesterday = addDays(today, -1);
    if (!(await claimCheck(storage.db, site.id, yesterday, { now: now(), leaseMs }))) continue;
    const after = await oldestWholeDay(storage.reports, site);
    if (after === null) {
      // There are no facts yet: so there is nothing that could differ.
      await saveCheck(storage.db, site.id, {
        day: yesterday,
        checkedAt: now(),
        counters: 0,
        differences: 0,
        first: [],
      });
      continue;
    }
    const older = await findDayToCheck(storage.reports, site.id, { after, before: yesterday });
    for (const day of older === null ? [yesterday] : [older, yesterday]) {
      const found = await checkDay(storage, site, day);
      await saveCheck(storage.db, site.id, { ...found, checkedAt: now() });
      if (found.differences > 0)
        logger.error(
          { siteId: site.id, day, differences: found.differences, first: found.first },
          'day totals are not what the facts say: run rebuild-totals',
        );
    }
  }
}

async function checkDay(
  { reports }: Storage,
  site: Site,
  day: string,
): Promise<Omit<TotalsCheck['items'][number], 'checkedAt'>> {
  const { counters, differences } = await compareDay(reports, site, day);
  const first = differences.slice(0, toldAtMost).map(({ counter, stored, counted }) => ({ counter, stored, counted }));
  return { day, counters, differences: differences.length, first };
}
