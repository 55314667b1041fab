import {
  type OutboxCounts,
  type OutboxDetail,
  type OutboxItem,
  type OutboxKind,
  type OutboxState,
  outboxDetailSchema,
  outboxItemSchema,
  outboxKinds,
  retryableOutboxStates,
} from '@foyer/protocol/outbox';
import { type Kysely, type Selectable, sql } from 'kysely';
import { bulkInsert } from '../../storage/bulk-rows.ts';
import type { Database } from '../../storage/tables.ts';

/** Writes new items; known occurrences are left as they are. The answer are the ids of the new ones. */
export const insertRows = bulkInsert(
  'outbox',
  {
    site_id: 'text',
    id: 'text',
    kind: 'text',
    recipient: 'text',
    cause: 'text',
    visitor_id: 'text',
    visit_id: 'text',
    payload: 'text',
    state: 'text',
    attempts: 'number',
    created_at: 'number',
    queued_at: 'number',
    next_at: 'number',
    lease_until: 'number',
    admitted_at: 'number',
    settled_at: 'number',
    last_answer: 'text',
    occurrence: 'text',
  },
  '(site_id, occurrence) do nothing',
  'id',
);

/** Narrows a list. */
export interface OutboxFilter {
  readonly state?: OutboxState | undefined;
  readonly kind?: OutboxKind | undefined;
}

/** A site's items, newest first. `cursor`: id of the last one on the page before. */
export async function listItems(
  db: Kysely<Database>,
  siteId: string,
  { state, kind, cursor, limit }: OutboxFilter & { cursor?: string | undefined; limit: number },
): Promise<OutboxItem[]> {
  let query = db.selectFrom('outbox').selectAll().where('site_id', '=', siteId).orderBy('id', 'desc').limit(limit);
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  if (cursor) query = query.where('id', '<', cursor);
  return (await query.execute()).map((row) => outboxItemSchema.parse(toItem(row)));
}

/** One item with what it says, or null. */
export async function findItem(db: Kysely<Database>, siteId: string, id: string): Promise<OutboxDetail | null> {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return outboxDetailSchema.parse({ ...toItem(row), payload: JSON.stringify(JSON.parse(row.payload), null, 2) });
}

/** State and last answer of some items. */
export function selectMailStates(
  db: Kysely<Database>,
  siteId: string,
  ids: readonly string[],
): Promise<Pick<Selectable<Database['outbox']>, 'id' | 'state' | 'last_answer'>[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'state', 'last_answer'])
    .where('site_id', '=', siteId)
    .where('id', 'in', [...ids])
    .execute();
}

export function selectStatesByOccurrence(
  db: Kysely<Database>,
  siteId: string,
  occurrences: readonly string[],
): Promise<Pick<Selectable<Database['outbox']>, 'occurrence' | 'state' | 'last_answer'>[]> {
  return db
    .selectFrom('outbox')
    .select(['occurrence', 'state', 'last_answer'])
    .where('site_id', '=', siteId)
    .where('occurrence', 'in', [...occurrences])
    .execute();
}

function toItem(row: Selectable<Database['outbox']>) {
  const isPending = row.state === 'waiting' || row.state === 'sending';
  return {
    id: row.id,
    kind: row.kind,
    recipient: row.recipient,
    cause: row.cause,
    visitorId: row.visitor_id,
    visitId: row.visit_id,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: isPending ? row.next_at : null,
    settledAt: row.settled_at,
    lastAnswer: row.last_answer,
  };
}

/** How many items a site has in each state. */
export async function countItems(db: Kysely<Database>, siteId: string): Promise<OutboxCounts> {
  const rows = await db
    .selectFrom('outbox')
    .select(['state', (build) => build.fn.countAll().as('count')])
    .where('site_id', '=', siteId)
    .groupBy('state')
    .execute();
  const counts: OutboxCounts = { waiting: 0, sending: 0, sent: 0, dead: 0, notConfigured: 0, suppressed: 0 };
  for (const { state, count } of rows) counts[state as OutboxState] = Number(count);
  return counts;
}

/** Which items are to be sent again. */
export interface RetryFilter {
  readonly id?: string | undefined;
  readonly state?: (typeof retryableOutboxStates)[number] | undefined;
  readonly kind?: OutboxKind | undefined;
  /** Only those made since. */
  readonly createdSince?: number | undefined;
}

/** Rows that one statement changes at most, so that it stays within the time limits of the database. */
const batch = 5000;

/** Lets dead or not configured items wait again, as if they had never been tried. The answer is how many. */
export async function requeueItems(
  db: Kysely<Database>,
  siteId: string,
  { id, state, kind, createdSince }: RetryFilter,
  now: number,
): Promise<number> {
  const states = state ? [state] : [...retryableOutboxStates];
  let requeued = 0;
  // By id, since a worker may already settle again what an earlier batch has let go.
  for (let after = ''; ; ) {
    let page = db
      .selectFrom('outbox')
      .select('id')
      .where('site_id', '=', siteId)
      .where('state', 'in', states)
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch);
    if (id) page = page.where('id', '=', id);
    if (kind) page = page.where('kind', '=', kind);
    if (createdSince !== undefined) page = page.where('created_at', '>=', createdSince);
    const ids = (await page.execute()).map((row) => row.id);
    const last = ids.at(-1);
    if (last === undefined) return requeued;
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ state: 'waiting', attempts: 0, queued_at: now, next_at: now, settled_at: null })
      .where('site_id', '=', siteId)
      .where('state', 'in', states)
      .where('id', 'in', page)
      .executeTakeFirst();
    requeued += Number(numUpdatedRows);
    after = last;
  }
}

/** What is sent one way for one site; the items of a lane share its transport, and its troubles. */
export interface Lane {
  readonly siteId: string;
  readonly kind: OutboxKind;
}

/** Lanes that have something to send now. Costs as much as there are lanes, however long they are. */
export async function listDueLanes(db: Kysely<Database>, now: number): Promise<Lane[]> {
  const pending = sql`state in ('waiting', 'sending')`;
  const { rows } = await sql<{ site_id: string; kind: string }>`
    select site_id, kind from (
      with recursive sites (site_id) as (
        select min(site_id) from outbox where ${pending}
        union all
        select (select min(next.site_id) from outbox as next where ${pending} and next.site_id > sites.site_id)
        from sites where sites.site_id is not null
      ), kinds (kind) as (values ${sql.join(outboxKinds.map((kind) => sql`(${sql.lit(kind)})`))})
      select sites.site_id, kinds.kind,
        (select min(next_at) from outbox where ${pending}
          and outbox.site_id = sites.site_id and outbox.kind = kinds.kind) as due_at
      from sites cross join kinds
    ) as lanes where due_at <= ${now}`.execute(db);
  return rows.map(({ site_id, kind }) => ({ siteId: site_id, kind: kind as OutboxKind }));
}

/** An item that this node may send until its lease runs out. */
export type LeasedItem = Selectable<Database['outbox']> & { readonly lease_until: number };

/**
 * Takes items of a lane that are due, or whose lease has run out, the longest due first. No two callers get the same:
 * PostgreSQL skips what another has locked, SQLite writes one at a time.
 */
export async function leaseItems(
  db: Kysely<Database>,
  dialect: 'sqlite' | 'postgres',
  { siteId, kind }: Lane,
  { limit, now, leaseUntil }: { limit: number; now: number; leaseUntil: number },
): Promise<LeasedItem[]> {
  const { rows } = await sql<LeasedItem>`
    with due as ${dialect === 'postgres' ? sql`materialized` : sql``} (
      select id from outbox
      where state in ('waiting', 'sending') and site_id = ${siteId} and kind = ${kind} and next_at <= ${now}
      order by next_at limit ${limit} ${dialect === 'postgres' ? sql`for update skip locked` : sql``}
    )
    update outbox
    set state = 'sending', attempts = attempts + 1, lease_until = ${leaseUntil}, next_at = ${leaseUntil}
    where site_id = ${siteId} and id in (select id from due)
    returning *`.execute(db);
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** What becomes of an item that was leased. */
export interface Settlement {
  readonly state: Exclude<OutboxState, 'sending'>;
  readonly attempts: number;
  /** When it is due again; null for what is settled. */
  readonly nextAt: number | null;
  /** Null keeps the one before. */
  readonly answer: string | null;
}

/** Ends a lease. False when it had run out and somebody else has taken the item. */
export async function settleItem(
  db: Kysely<Database>,
  leased: LeasedItem,
  { state, attempts, nextAt, answer }: Settlement,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({
      state,
      attempts,
      lease_until: null,
      settled_at: nextAt === null ? now : null,
      next_at: nextAt ?? now,
      ...(answer === null ? {} : { last_answer: answer }),
    })
    .where('site_id', '=', leased.site_id)
    .where('id', '=', leased.id)
    .where('state', '=', 'sending')
    .where('attempts', '=', leased.attempts)
    .where('lease_until', '=', leased.lease_until)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** So many within so long, of one recipient or of all. */
export interface AdmissionLimit {
  readonly of: 'recipient' | 'site';
  readonly most: number;
  readonly withinMs: number;
}

/**
 * Whether an item is within limits on what is sent of its kind; if so it counts from now on. One that was let pass once
 * stays so. To be called in a transaction: one site's questions are answered one after the other.
 */
export async function admitItem(
  trx: Kysely<Database>,
  dialect: 'sqlite' | 'postgres',
  leased: LeasedItem,
  limits: readonly AdmissionLimit[],
  now: number,
): Promise<boolean> {
  if (leased.admitted_at !== null) return true;
  if (dialect === 'postgres')
    await sql`select version from notifications where site_id = ${leased.site_id} for update`.execute(trx);
  for (const { of, most, withinMs } of limits) {
    let query = trx
      .selectFrom('outbox')
      .select((build) => build.fn.countAll().as('count'))
      .where('site_id', '=', leased.site_id)
      .where('kind', '=', leased.kind)
      .where('admitted_at', '>', now - withinMs);
    if (of === 'recipient') query = query.where('recipient', '=', leased.recipient);
    if (Number((await query.executeTakeFirstOrThrow()).count) >= most) return false;
  }
  await trx
    .updateTable('outbox')
    .set({ admitted_at: now })
    .where('site_id', '=', leased.site_id)
    .where('id', '=', leased.id)
    .execute();
  return true;
}

/** Gives up on some of what has waited since before an instant. False when that was all. */
export async function expireItems(db: Kysely<Database>, before: number, reason: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set((build) => ({
      state: 'dead',
      settled_at: now,
      last_answer: build.fn.coalesce('last_answer', build.val(reason)),
    }))
    .where('state', '=', 'waiting')
    .where('id', 'in', (build) =>
      build
        .selectFrom('outbox')
        .select('id')
        .where('state', '=', 'waiting')
        .where('queued_at', '<', before)
        .limit(batch),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows) === batch;
}

/** Gives up on some of what waits in a lane beyond a number of items, the last ones to be due. False when that was all. */
export async function dropExcess(
  db: Kysely<Database>,
  { siteId, kind }: Lane,
  { most, reason, now }: { most: number; reason: string; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ state: 'dead', settled_at: now, last_answer: reason })
    .where('site_id', '=', siteId)
    .where('state', '=', 'waiting')
    .where('id', 'in', (build) =>
      build
        .selectFrom('outbox')
        .select('id')
        .where('site_id', '=', siteId)
        .where('kind', '=', kind)
        .where(sql<boolean>`state in ('waiting', 'sending')`)
        .orderBy('next_at')
        .orderBy('id')
        .limit(batch)
        .offset(most),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows) === batch;
}
