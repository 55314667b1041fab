import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { waitLimits } from './chat-day-counts.ts';

/** A counter's value over the chats that were asked for in one quarter of an hour. */
export interface QuarterCount {
  readonly quarter: number;
  readonly counter: string;
  readonly value: number;
}

/**
 * Counts the chats for which a condition holds anew, in bulk, by quarters of an hour. Counters of hours are named without theirs (`chatHour`,
 * `chatMissedHour`): which hour a quarter falls into the site's clock says.
 */
export async function countChatQuarters(
  db: Kysely<Database>,
  condition: RawBuilder<SqlBool>,
  quarterMs: number,
): Promise<QuarterCount[]> {
  const isTaken = sql`taken_at is not null and state <> 'missed'`;
  const waitMs = sql`(case when taken_at > requested_at then taken_at - requested_at else 0 end)`;
  const lengthMs = sql`(case when ended_at > taken_at then ended_at - taken_at else 0 end)`;
  const classes = sql.join(
    waitLimits.map((limit) => sql`when ${waitMs} < ${sql.lit(limit * 1000)} then ${sql.lit(String(limit))}`),
    sql` `,
  );
  const sumOf = (when: ReturnType<typeof sql>, value: ReturnType<typeof sql> = sql`1`) =>
    sql<number | string>`sum(case when ${when} then ${value} else 0 end)`;
  const quarter = sql<number>`chat.requested_at / ${sql.lit(quarterMs)}`.as('quarter');
  const chats = db.selectFrom('chat').where(condition);

  const sums = await chats
    .select([
      quarter,
      sql<number | string>`count(*)`.as('chats'),
      sumOf(sql`state = 'missed'`).as('chatsMissed'),
      sumOf(isTaken).as('chatsTaken'),
      sumOf(isTaken, waitMs).as('chatWaitMs'),
      sumOf(sql`${isTaken} and taken_in_time = 1`).as('chatsInTime'),
      sumOf(sql`${isTaken} and ended_at is not null`).as('chatsOver'),
      sumOf(sql`${isTaken} and ended_at is not null`, lengthMs).as('chatLengthMs'),
    ])
    .groupBy('quarter')
    .execute();
  const waits = await chats
    .select([
      quarter,
      sql<string>`case ${classes} else 'more' end`.as('waited'),
      sql<number | string>`count(*)`.as('chats'),
    ])
    .where(sql<boolean>`${isTaken}`)
    .groupBy(['quarter', 'waited'])
    .execute();
  const ratings = await chats
    .select([quarter, 'rating', sql<number | string>`count(*)`.as('chats')])
    .where('rating', 'is not', null)
    .groupBy(['quarter', 'rating'])
    .execute();

  return [
    ...sums.flatMap(({ quarter: of, ...values }) => {
      const counts = Object.entries(values).map(([counter, value]) => ({ counter, value: Number(value) }));
      const hours = [
        { counter: 'chatHour', value: Number(values.chats) },
        { counter: 'chatMissedHour', value: Number(values.chatsMissed) },
      ];
      return [...counts, ...hours].map((count) => ({ quarter: Number(of), ...count }));
    }),
    ...waits.map((row) => ({
      quarter: Number(row.quarter),
      counter: `chatWait:${row.waited}`,
      value: Number(row.chats),
    })),
    ...ratings.map((row) => ({
      quarter: Number(row.quarter),
      counter: `chatRating:${row.rating}`,
      value: Number(row.chats),
    })),
  ].filter(({ value }) => value !== 0);
}
