import { localTime } from '@foyer/rules/site-time';
import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** When operators were there in which status; of chats when they were first taken; and the day totals of chats that there are. */
export function statusLog(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'operator_status',
        { operator_id: 't', from_at: 'n', until_at: 'n?', seen_at: 'n', status: 't' },
        { primaryKey: ['operator_id', 'from_at'] },
      );
      await sql`create unique index operator_status_open on operator_status (operator_id) where until_at is null`.execute(
        db,
      );
      await sql`create index operator_status_by_end on operator_status (until_at)`.execute(db);
      const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint');
      await sql`alter table chat add column taken_at ${integer}`.execute(db);
      await sql`alter table chat add column taken_in_time ${integer}`.execute(db);
      await sql`update chat set taken_at = coalesce((select min(at) from chat_entry where chat_entry.site_id = chat.site_id
        and chat_id = chat.id and sender_kind = 'operator' and content like '{"kind":"joined"%'), accepted_at)
        where accepted_at is not null`.execute(db);
      const sites = await sql<{ id: string; body: string }>`select id, body from site`.execute(db);
      for (const { id, body } of sites.rows) {
        await judgeInTime(db, id);
        await countChats(db, id, (JSON.parse(body) as { timeZone: string }).timeZone);
      }
    },
  };
}

/** By the levels of today: those of then are not known. */
async function judgeInTime(db: Kysely<unknown>, siteId: string): Promise<void> {
  const { rows } = await sql<{ body: string }>`select body from chat_options where site_id = ${siteId}`.execute(db);
  const options = JSON.parse(rows[0]?.body ?? '{}') as { pendingLevelTwoSeconds?: number };
  const levelTwoMs = (options.pendingLevelTwoSeconds ?? 60) * 1000;
  const inTime =
    levelTwoMs === 0 ? sql`1` : sql`case when taken_at - requested_at < ${sql.lit(levelTwoMs)} then 1 else 0 end`;
  await sql`update chat set taken_in_time = ${inTime} where site_id = ${siteId} and taken_at is not null`.execute(db);
}

const quarterMs = 900_000;
const waitLimits = [5, 10, 20, 30, 60, 120, 300, 600];

interface Counted {
  requested_at: number | string;
  taken_at: number | string | null;
  taken_in_time: number | string | null;
  ended_at: number | string | null;
  rating: number | string | null;
  state: string;
}

async function countChats(db: Kysely<unknown>, siteId: string, timeZone: string): Promise<void> {
  const totals = new Map<string, number>();
  let last = '';
  for (;;) {
    const { rows } = await sql<Counted & { id: string }>`select id, requested_at, taken_at, taken_in_time, ended_at,
      rating, state from chat where site_id = ${siteId} and id > ${last} order by id limit 2000`.execute(db);
    for (const row of rows) {
      const quarter = Math.floor(Number(row.requested_at) / quarterMs) * quarterMs;
      const { date, hour } = localTime(quarter, timeZone);
      const add = (counter: string, value: number) =>
        totals.set(`${date} ${counter}`, (totals.get(`${date} ${counter}`) ?? 0) + value);
      countOne(row, String(hour).padStart(2, '0'), add);
    }
    last = rows.at(-1)?.id ?? '';
    if (rows.length < 2000) break;
  }
  for (const [key, value] of totals) {
    const [day, counter] = key.split(' ');
    if (value !== 0)
      await sql`insert into day_total (site_id, day, counter, value) values (${siteId}, ${day}, ${counter}, ${value})`.execute(
        db,
      );
  }
}

function countOne(row: Counted, hour: string, add: (counter: string, value: number) => void): void {
  add('chats', 1);
  add(`chatHour:${hour}`, 1);
  if (row.rating !== null) add(`chatRating:${row.rating}`, 1);
  if (row.state === 'missed') {
    add('chatsMissed', 1);
    add(`chatMissedHour:${hour}`, 1);
    return;
  }
  if (row.taken_at === null) return;
  const waitMs = Math.max(0, Number(row.taken_at) - Number(row.requested_at));
  add('chatsTaken', 1);
  add('chatWaitMs', waitMs);
  add(`chatWait:${waitLimits.find((limit) => waitMs < limit * 1000) ?? 'more'}`, 1);
  if (Number(row.taken_in_time) === 1) add('chatsInTime', 1);
  if (row.ended_at === null) return;
  add('chatsOver', 1);
  add('chatLengthMs', Math.max(0, Number(row.ended_at) - Number(row.taken_at)));
}
