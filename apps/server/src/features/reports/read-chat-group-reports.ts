import { sql } from 'kysely';
import { readTagNames } from '../tags/find-tags.ts';
import { chatsOfRange } from './chats-of-range.ts';
import type { ReportReader } from './report-reader.ts';

const times = (condition: ReturnType<typeof sql>, value: ReturnType<typeof sql> = sql`1`) =>
  sql<number | string>`sum(case when ${condition} then ${value} else 0 end)`;

const reasons: Readonly<Record<string, string>> = {
  visitorGaveUp: 'The visitor gave up',
  timedOut: 'Nobody took it in time',
  nobodyOnline: 'Nobody was Online any more',
  offlineMessage: 'Offline message',
};

/** Chats that nobody took, by what stood in the way. */
export const readMissedChatsReport: ReportReader = {
  columns: [{ part: 0 }, { part: 1 }],
  async read(context, question) {
    const found = await context.db
      .selectFrom('chat')
      .select([
        'missed_reason',
        sql<number | string>`count(*)`.as('chats'),
        times(sql`answered is not null`).as('answered'),
      ])
      .where(await chatsOfRange(context, question))
      .where('state', '=', 'missed')
      .groupBy('missed_reason')
      .execute();
    const rows = found.map(({ missed_reason: reason, chats, answered }) => ({
      key: reason ?? '',
      label: reasons[reason ?? ''] ?? reason ?? '',
      parts: [Number(chats), Number(answered)],
      filter: null,
    }));
    return { rows, rest: null, totals: null, source: 'facts' };
  },
};

/** Chats by the department that they were for. */
export const readDepartmentsReport: ReportReader = {
  columns: [{ part: 0 }, { part: 1 }, { part: 2 }, { part: 3, per: 1, times: 0.001 }, { part: 5, per: 4, times: 1 }],
  async read(context, question) {
    const isTaken = sql`taken_at is not null and state <> 'missed'`;
    const found = await context.db
      .selectFrom('chat')
      .select((eb) => [
        'department_id',
        eb.fn.max('department_name').as('name'),
        sql<number | string>`count(*)`.as('requests'),
        times(isTaken).as('taken'),
        times(sql`state = 'missed'`).as('missed'),
        times(sql`${isTaken} and taken_at > requested_at`, sql`taken_at - requested_at`).as('waitMs'),
        times(sql`rating is not null`).as('rated'),
        times(sql`rating is not null`, sql`rating`).as('ratings'),
      ])
      .where(await chatsOfRange(context, question))
      .groupBy('department_id')
      .execute();
    const rows = found.map((row) => ({
      key: row.department_id ?? '',
      label: row.name ?? 'No department',
      parts: [row.requests, row.taken, row.missed, row.waitMs, row.rated, row.ratings].map(Number),
      filter: null,
    }));
    return { rows, rest: null, totals: null, source: 'facts' };
  },
};

/** Chats by tag. Its total are all chats, each once. */
export const readChatTagsReport: ReportReader = {
  columns: [{ part: 0 }, { share: 0 }],
  async read(context, question) {
    const { db, site } = context;
    const condition = await chatsOfRange(context, question);
    const all = await db
      .selectFrom('chat')
      .select(sql<number | string>`count(*)`.as('chats'))
      .where(condition)
      .executeTakeFirstOrThrow();
    const found = await db
      .selectFrom('chat')
      .innerJoin('chat_tag', (join) =>
        join.onRef('chat_tag.site_id', '=', 'chat.site_id').onRef('chat_tag.chat_id', '=', 'chat.id'),
      )
      .select(['tag_id', sql<number | string>`count(*)`.as('chats')])
      .where(condition)
      .groupBy('tag_id')
      .execute();
    const names = await readTagNames(db, site.id);
    const rows = found.map(({ tag_id: key, chats }) => ({
      key,
      label: names.get(key) ?? 'Deleted tag',
      parts: [Number(chats)],
      filter: null,
    }));
    return { rows, rest: null, totals: [Number(all.chats)], source: 'facts' };
  },
};
