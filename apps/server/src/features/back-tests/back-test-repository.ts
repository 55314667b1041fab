import type { BackTest, BackTestResult } from '@foyer/protocol/back-test';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

type Dialect = 'sqlite' | 'postgres';

/** Back-tests that run at once, on all nodes. */
const runningAtMost = 2;

/** Adds a back-test, which then waits for its turn. False: the site has one that is not over. */
export async function addBackTest(
  db: Kysely<Database>,
  dialect: Dialect,
  test: { siteId: string; id: string; operatorId: string | null; at: number; request: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lock(trx, dialect);
    const open = await trx
      .selectFrom('back_test')
      .select('id')
      .where('site_id', '=', test.siteId)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    if (open !== undefined) return false;
    await trx
      .insertInto('back_test')
      .values({
        site_id: test.siteId,
        id: test.id,
        operator_id: test.operatorId,
        created_at: test.at,
        asked_at: test.at,
        state: 'waiting',
        request: test.request,
        visits_done: 0,
        visits_total: null,
        finished_at: null,
        lease_until: null,
        node_id: null,
        result: null,
      })
      .execute();
    return true;
  });
}

/** A back-test, for somebody who waits for it. Null: there is none. */
export async function askForBackTest(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  at: number,
): Promise<BackTest | null> {
  const row = await ofId(db, siteId, id).executeTakeFirst();
  if (row === undefined) return null;
  if (row.finished_at === null)
    await db
      .updateTable('back_test')
      .set({ asked_at: at })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .execute();
  return toBackTest(row);
}

/** Takes the one that has waited longest, if there is room. Null: none is to be run here now. */
export async function claimBackTest(
  db: Kysely<Database>,
  dialect: Dialect,
  nodeId: string,
  at: number,
  leaseUntil: number,
): Promise<{ siteId: string; id: string; request: string } | null> {
  const waiting = await db
    .selectFrom('back_test')
    .select('id')
    .where('state', '=', 'waiting')
    .where('finished_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (waiting === undefined) return null;
  return db.transaction().execute(async (trx) => {
    await lock(trx, dialect);
    const open = await trx
      .selectFrom('back_test')
      .select(['site_id', 'id', 'state', 'request'])
      .where('finished_at', 'is', null)
      .orderBy('id')
      .execute();
    const next = open.find(({ state }) => state === 'waiting');
    if (next === undefined || open.filter(({ state }) => state === 'running').length >= runningAtMost) return null;
    await trx
      .updateTable('back_test')
      .set({ state: 'running', node_id: nodeId, lease_until: leaseUntil, asked_at: at })
      .where('site_id', '=', next.site_id)
      .where('id', '=', next.id)
      .execute();
    return { siteId: next.site_id, id: next.id, request: next.request };
  });
}

/** Says how far it is, and that its node is alive. Null: it is not to go on; else when somebody last asked for it. */
export async function noteProgress(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  progress: { done: number; total: number | null; leaseUntil: number },
): Promise<number | null> {
  const { numUpdatedRows } = await running(db, siteId, id)
    .set({ visits_done: progress.done, visits_total: progress.total, lease_until: progress.leaseUntil })
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) return null;
  return (await ofId(db, siteId, id).executeTakeFirst())?.asked_at ?? null;
}

/** Ends one that is running: with its result, or without. What was tried is no longer needed. */
export async function finishBackTest(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  end: { state: 'done' | 'stopped' | 'failed'; at: number; result: BackTestResult | null },
): Promise<void> {
  const counted = end.result === null ? {} : { visits_done: end.result.visits, visits_total: end.result.visits };
  await running(db, siteId, id)
    .set({
      state: end.state,
      finished_at: end.at,
      lease_until: null,
      request: '',
      result: end.result === null ? null : JSON.stringify(end.result),
      ...counted,
    })
    .execute();
}

/** Stops one that is not over. False: there is none of this id. */
export async function stopBackTest(db: Kysely<Database>, siteId: string, id: string, at: number): Promise<boolean> {
  await db
    .updateTable('back_test')
    .set({ state: 'stopped', finished_at: at, lease_until: null, request: '' })
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
  return (await ofId(db, siteId, id).executeTakeFirst()) !== undefined;
}

/** Ends those whose node is gone and those nobody waits for any more, and removes those that are over since `keptSince`. */
export async function sweepBackTests(
  db: Kysely<Database>,
  at: number,
  limits: { askedSince: number; keptSince: number },
): Promise<void> {
  await db
    .updateTable('back_test')
    .set({ state: 'failed', finished_at: at, lease_until: null, request: '' })
    .where('state', '=', 'running')
    .where('finished_at', 'is', null)
    .where('lease_until', '<', at)
    .execute();
  await db
    .updateTable('back_test')
    .set({ state: 'stopped', finished_at: at, lease_until: null, request: '' })
    .where('finished_at', 'is', null)
    .where('asked_at', '<', limits.askedSince)
    .execute();
  await db.deleteFrom('back_test').where('finished_at', '<', limits.keptSince).execute();
}

function ofId(db: Kysely<Database>, siteId: string, id: string) {
  return db.selectFrom('back_test').selectAll().where('site_id', '=', siteId).where('id', '=', id);
}

function running(db: Kysely<Database>, siteId: string, id: string) {
  return db
    .updateTable('back_test')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('finished_at', 'is', null);
}

/** Two nodes must not both find room. */
async function lock(trx: Kysely<Database>, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`lock table back_test in exclusive mode`.execute(trx);
}

function toBackTest(row: Selectable<Database['back_test']>): BackTest {
  return {
    id: row.id,
    state: row.state as BackTest['state'],
    createdAt: row.created_at,
    visitsDone: row.visits_done,
    visitsTotal: row.visits_total,
    result: row.result === null ? null : (JSON.parse(row.result) as BackTestResult),
  };
}
