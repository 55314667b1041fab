import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { listStaffOf } from '../operators/list-staff.ts';
import { sumStatusTimes } from '../operators/status-times.ts';
import { chatsOfRange } from './chats-of-range.ts';
import { instantsOf } from './report-days.ts';
import type { ReportContext, ReportReader } from './report-reader.ts';

const parts = [
  'chats',
  'firstAnswers',
  'firstAnswerMs',
  'answers',
  'answerMs',
  'over',
  'lengthMs',
  'rated',
  'ratings',
  'online',
  'busy',
  'beRightBack',
  'away',
] as const;
type Part = (typeof parts)[number];
const place = (part: Part) => parts.indexOf(part);
const average = (part: Part, per: Part, times: number) => ({ part: place(part), per: place(per), times });
const seconds = (part: Part) => ({ part: place(part) });

/**
 * What operators did: chats count for whoever had them last, answers for whoever wrote them, time in each status for the
 * operator, on whichever of their sites.
 */
export const readOperatorsReport: ReportReader = {
  columns: [
    { part: place('chats') },
    average('firstAnswerMs', 'firstAnswers', 0.001),
    average('answerMs', 'answers', 0.001),
    average('lengthMs', 'over', 0.001),
    average('ratings', 'rated', 1),
    seconds('online'),
    seconds('busy'),
    seconds('beRightBack'),
    seconds('away'),
  ],
  async read(context, question) {
    const condition = await chatsOfRange(context, question);
    const found = new Map<string, { label: string; sums: number[] }>();
    const of = (operatorId: string, label: string) => {
      const known = found.get(operatorId) ?? { label, sums: parts.map(() => 0) };
      found.set(operatorId, known);
      return {
        set: (part: Part, value: number | string) => {
          known.sums[place(part)] = Number(value);
        },
      };
    };
    const staff = await listStaffOf(context.db, context.site.id);
    const names = new Map(staff.map(({ id, name }) => [id, name]));
    for (const row of await sumChats(context, condition)) {
      const one = of(row.operatorId, names.get(row.operatorId) ?? row.name);
      for (const part of ['chats', 'over', 'lengthMs', 'rated', 'ratings'] as const) one.set(part, row[part]);
    }
    if (context.isWanted())
      for (const row of await sumAnswers(context, condition)) {
        const one = of(row.operatorId, names.get(row.operatorId) ?? row.name);
        for (const part of ['firstAnswers', 'firstAnswerMs', 'answers', 'answerMs'] as const) one.set(part, row[part]);
      }
    const range = { ...instantsOf(question, context.site.timeZone), now: context.now };
    for (const { operatorId, status, ms } of await sumStatusTimes(context.db, range)) {
      const name = names.get(operatorId);
      // Colleagues of other sites alone are not told of here.
      if (name !== undefined && isStatus(status)) of(operatorId, name).set(status, ms / 1000);
    }
    const rows = [...found].map(([key, { label, sums }]) => ({ key, label, parts: sums, filter: null }));
    return { rows, rest: null, totals: null, source: 'facts' };
  },
};

function isStatus(status: string): status is 'online' | 'busy' | 'beRightBack' | 'away' {
  return ['online', 'busy', 'beRightBack', 'away'].includes(status);
}

async function sumChats({ db }: ReportContext, condition: RawBuilder<SqlBool>) {
  const sumOf = (when: ReturnType<typeof sql>, value: ReturnType<typeof sql> = sql`1`) =>
    sql<number | string>`sum(case when ${when} then ${value} else 0 end)`;
  return db
    .selectFrom('chat')
    .select([
      sql<string>`operator_id`.as('operatorId'),
      sql<string>`max(operator_name)`.as('name'),
      sql<number | string>`count(*)`.as('chats'),
      sumOf(sql`ended_at is not null`).as('over'),
      sumOf(sql`ended_at > taken_at`, sql`ended_at - taken_at`).as('lengthMs'),
      sumOf(sql`rating is not null`).as('rated'),
      sumOf(sql`rating is not null`, sql`rating`).as('ratings'),
    ])
    .where(condition)
    .where('operator_id', 'is not', null)
    .where('state', '<>', 'missed')
    .groupBy('operator_id')
    .execute();
}

/**
 * How long operators took to answer. What one side says until the other says something is one turn. The first answer in a
 * chat counts from when its operator took it; each later one from the beginning of the visitor's turn before it.
 */
async function sumAnswers({ db }: ReportContext, condition: RawBuilder<SqlBool>) {
  const { rows } = await sql<{
    operatorId: string;
    name: string;
    firstAnswers: number | string;
    firstAnswerMs: number | string;
    answers: number | string;
    answerMs: number | string;
  }>`
    with said as (
      select entry.chat_id, entry.seq, entry.at, entry.sender_kind, entry.sender_id, entry.sender_name,
        case when entry.content like '{"kind":"message"%' or entry.content like '{"kind":"file"%'
          or entry.content like '{"kind":"requested"%' then 1 else 0 end as is_said
      from chat inner join chat_entry as entry on entry.site_id = chat.site_id and entry.chat_id = chat.id
      where ${condition} and entry.sender_kind in ('visitor', 'operator') and (
        entry.content like '{"kind":"message"%' or entry.content like '{"kind":"file"%'
        or entry.content like '{"kind":"requested"%' or entry.content like '{"kind":"joined"%'
        or entry.content like '{"kind":"transferred"%' or entry.content like '{"kind":"takenOver"%')
    ), placed as (
      select said.*, max(case when is_said = 0 then at end) over (partition by chat_id order by seq) as taken_at
      from said
    ), sided as (
      select placed.*, lag(sender_kind) over (partition by chat_id order by seq) as kind_before
      from placed where is_said = 1
    ), turns as (
      select sided.*, lag(at) over (partition by chat_id order by seq) as asked_at,
        row_number() over (partition by chat_id, sender_kind order by seq) as turn
      from sided where kind_before is null or kind_before <> sender_kind
    )
    select sender_id as "operatorId", max(sender_name) as name,
      sum(case when turn = 1 and taken_at is not null then 1 else 0 end) as "firstAnswers",
      sum(case when turn = 1 and at > taken_at then at - taken_at else 0 end) as "firstAnswerMs",
      sum(case when turn > 1 then 1 else 0 end) as answers,
      sum(case when turn > 1 and at > asked_at then at - asked_at else 0 end) as "answerMs"
    from turns where sender_kind = 'operator' group by sender_id`.execute(db);
  return rows;
}
