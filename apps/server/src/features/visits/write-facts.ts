import type { Kysely } from 'kysely';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { insertRecordings } from '../recordings/recording-statements.ts';
import {
  addToClickTotals,
  addToDayTotals,
  addToReferrerTotals,
  addToVisitors,
  addToVisits,
  insertCustomEvents,
  insertCustomerEntries,
  insertExceptions,
  insertExposures,
  insertFirings,
  insertInvitations,
  insertPageViews,
  insertRevenueEntries,
  insertSpiderHits,
  moveInvitations,
  timePageViews,
  touchVisits,
  upsertVisitors,
  upsertVisits,
} from './fact-statements.ts';
import { type Facts, noFacts } from './facts-of-decision.ts';
import { isClickFraud } from './is-click-fraud.ts';

type Dialect = 'sqlite' | 'postgres';
type Row = Facts['visits'][number];

/** The facts of several decisions as one, in their order. */
export function joinFacts(all: readonly Facts[]): Facts {
  const joined = noFacts();
  for (const facts of all)
    for (const kind of Object.keys(joined) as (keyof Facts)[]) (joined[kind] as unknown[]).push(...facts[kind]);
  return joined;
}

/**
 * Writes facts, and what follows from those that are new: counters, sums, mail. `added`: ids of the invitations and
 * once-only facts that were not recorded before.
 */
export async function writeFacts(
  trx: Kysely<Database>,
  dialect: Dialect,
  facts: Facts,
): Promise<{ added: ReadonlySet<string>; hasOutbox: boolean }> {
  await upsertVisitors(trx, dialect, newest(facts.visitors));
  await upsertVisits(trx, dialect, newest(facts.visits, mergeVisit));
  await touchVisits(trx, dialect, newest(facts.touches));
  await insertPageViews(trx, dialect, facts.pageViews);
  await timePageViews(trx, dialect, newest(facts.timings));
  await insertSpiderHits(trx, dialect, facts.spiderHits);
  await insertCustomEvents(trx, dialect, facts.customEvents);
  await insertRecordings(trx, dialect, facts.recordings);
  const added = new Set([
    ...(await insertInvitations(trx, dialect, facts.invitations)),
    ...(await insertFirings(trx, dialect, facts.firings)),
    ...(await insertCustomerEntries(trx, dialect, facts.customerEntries)),
    ...(await insertRevenueEntries(trx, dialect, facts.revenueEntries)),
  ]);
  // One by one in order: the same invitation may be shown and accepted within one batch.
  for (const move of facts.invitationMoves) await moveInvitations(trx, dialect, [move]);
  await insertExposures(trx, dialect, facts.exposures);

  const counts = <T extends { readonly needs: string | null }>(rows: readonly T[]) =>
    rows.filter(({ needs }) => needs === null || added.has(needs));
  await addToDayTotals(
    trx,
    dialect,
    summed(counts(facts.dayTotals), ({ site_id, day, counter }) => [site_id, day, counter], ['value']),
  );
  await addToReferrerTotals(
    trx,
    dialect,
    summed(counts(facts.referrerTotals), ({ site_id, referrer, counter }) => [site_id, referrer, counter], ['value']),
  );
  const sums = counts(facts.sums);
  await addToVisits(
    trx,
    dialect,
    summed(
      sums.map(({ site_id, visit_id, cost, revenue }) => ({ site_id, id: visit_id, cost, revenue })),
      ({ site_id, id }) => [site_id, id],
      ['cost', 'revenue'],
    ),
  );
  await addToVisitors(
    trx,
    dialect,
    summed(
      sums
        .filter(({ revenue }) => revenue !== 0)
        .map(({ site_id, visitor_id, revenue }) => ({ site_id, id: visitor_id, revenue })),
      ({ site_id, id }) => [site_id, id],
      ['revenue'],
    ),
  );
  await countClicks(trx, dialect, counts(facts.clicks));
  const outbox = counts(facts.outbox).map(({ row }) => row);
  if (outbox.length > 0) await insertOutboxItems(trx, dialect, outbox);
  return { added, hasOutbox: outbox.length > 0 };
}

/** Counts entries through paid alerts, and raises an exception where one address made too many of them in a day. */
async function countClicks(trx: Kysely<Database>, dialect: Dialect, entries: Facts['clicks']): Promise<void> {
  if (entries.length === 0) return;
  const keyOf = (entry: Facts['clicks'][number]) => `${entry.siteId} ${entry.day} ${entry.alertId} ${entry.address}`;
  const rows = summed(
    entries.map(({ siteId, day, alertId, address }) => ({
      site_id: siteId,
      day,
      alert_id: alertId,
      address,
      entries: 1,
    })),
    ({ site_id, day, alert_id, address }) => [site_id, day, alert_id, address],
    ['entries'],
  );
  const counted = await addToClickTotals(trx, dialect, rows);
  const totals = new Map(
    counted.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
  const exceptions: Row[] = [];
  const left = new Map<string, number>();
  // Counted back from the total, so that the entry that went beyond is the one that is named.
  for (const entry of entries.toReversed()) {
    const key = keyOf(entry);
    const number = left.get(key) ?? totals.get(key) ?? 0;
    left.set(key, number - 1);
    if (!isClickFraud(number, entry.entriesPerDay)) continue;
    exceptions.push({
      site_id: entry.siteId,
      id: newId(),
      at: entry.at,
      kind: 'clickFraud',
      visitor_id: entry.visitorId,
      visit_id: entry.visitId,
      alert_id: entry.alertId,
      alert_name: entry.alertName,
      address: entry.address,
      detail: `more than ${entry.entriesPerDay} ${entry.entriesPerDay === 1 ? 'entry' : 'entries'} on ${entry.day}`,
      occurrence: `clickFraud ${entry.day} ${entry.alertId} ${entry.address}`,
    });
  }
  await insertExceptions(trx, dialect, exceptions);
}

/** One row for each id, the newest (in its own order), since one statement can't write a row twice. */
function newest(rows: readonly Row[], merge: (older: Row, newer: Row) => Row = (_older, newer) => newer): Row[] {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.site_id} ${row.id}`;
    const older = byId.get(key);
    byId.set(key, older ? merge(older, row) : row);
  }
  return inKeyOrder(byId);
}

/** The alert is told once only: a later row of the same visit must not lose it. */
function mergeVisit(older: Row, newer: Row): Row {
  return {
    ...newer,
    ended_at: newer.ended_at ?? older.ended_at ?? null,
    alert_id: newer.alert_id ?? older.alert_id ?? null,
    alert_name: newer.alert_name ?? older.alert_name ?? null,
    alert_explanation: newer.alert_explanation ?? older.alert_explanation ?? null,
    alert_paid: Number(newer.alert_paid ?? 0) | Number(older.alert_paid ?? 0),
  };
}

/** Two nodes that write the same rows take their locks in one order, so that they can't wait for each other for ever. */
function inKeyOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** One row for each key, with the sums of some of its columns. */
function summed<T extends object, C extends keyof T>(
  rows: readonly T[],
  keyOf: (row: T) => readonly string[],
  columns: readonly C[],
): Record<keyof T & string, string | number | null>[] {
  const sums = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row).join(' ');
    const sum = sums.get(key);
    const added = Object.fromEntries(
      columns.map((column) => [column, Number(sum?.[column] ?? 0) + Number(row[column])]),
    );
    sums.set(key, { ...row, ...added });
  }
  return inKeyOrder(sums) as Record<keyof T & string, string | number | null>[];
}
