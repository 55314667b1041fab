import { localTime } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Which totals of a site no fact can prove any more: they stay as they were counted. */
export interface FrozenTotals {
  /** Whether those of a local day (ISO date) do. */
  readonly ofDay: (day: string) => boolean;
  /** Whether those by first referrer, which have no day, do. */
  readonly ofReferrers: boolean;
}

/** Reads which totals a check or a rebuild must leave alone, because facts under them were erased or have run out. */
export async function readFrozenTotals(db: Kysely<Database>, siteId: string): Promise<FrozenTotals> {
  const days = await db.selectFrom('frozen_day').select('day').where('site_id', '=', siteId).execute();
  const starts = await db.selectFrom('complete_since').select('day').where('site_id', '=', siteId).execute();
  const frozen = new Set(days.map(({ day }) => day));
  const completeSince = starts.reduce((latest, { day }) => (day > latest ? day : latest), '');
  return {
    ofDay: (day) => day < completeSince || frozen.has(day),
    ofReferrers: frozen.size > 0 || completeSince !== '',
  };
}

/** Notes local days whose facts are about to be erased. */
export async function freezeDays(db: Kysely<Database>, siteId: string, days: ReadonlySet<string>): Promise<void> {
  if (days.size === 0) return;
  await db
    .insertInto('frozen_day')
    .values([...days].map((day) => ({ site_id: siteId, day })))
    .onConflict((conflict) => conflict.columns(['site_id', 'day']).doNothing())
    .execute();
}

/** Notes from which local day on the facts of a kind will all be there; it never moves back. */
export async function noteCompleteSince(
  db: Kysely<Database>,
  siteId: string,
  kind: string,
  day: string,
): Promise<void> {
  await db
    .insertInto('complete_since')
    .values({ site_id: siteId, kind, day })
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'kind']).doUpdateSet({ day }).where('complete_since.day', '<', day),
    )
    .execute();
}

/** The local days of these instants, and those between each pair of them. */
export function daysOf(spans: Iterable<readonly [from: number, to: number]>, timeZone: string): Set<string> {
  const days = new Set<string>();
  for (const [from, to] of spans) {
    for (let at = from; at < to; at += 12 * 3_600_000) days.add(localTime(at, timeZone).date);
    days.add(localTime(to, timeZone).date);
  }
  return days;
}

/** Puts what is stored in the place of what was counted wherever totals are to be left alone. Keys begin with a day or a referrer and a blank. */
export function leaveAlone(
  counted: Map<string, number>,
  stored: ReadonlyMap<string, number>,
  isFrozen: (of: string) => boolean,
): void {
  const ofKey = (key: string) => key.split(' ', 1)[0] ?? '';
  for (const key of counted.keys()) if (isFrozen(ofKey(key))) counted.delete(key);
  for (const [key, value] of stored) if (isFrozen(ofKey(key))) counted.set(key, value);
}
