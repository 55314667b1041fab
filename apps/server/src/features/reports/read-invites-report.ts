import { sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import { listInvites } from '../invites/list-invites.ts';
import { compileVisitFilter } from '../lists/compile-filter.ts';
import { inRange, slackMs } from './chats-of-range.ts';
import { instantsOf } from './report-days.ts';
import type { ReportContext, ReportQuestion, ReportReader } from './report-reader.ts';

const parts = ['sent', 'shown', 'accepted', 'declined', 'chats', 'revenue', 'suppressed'] as const;
type Part = (typeof parts)[number];
const place = (part: Part) => parts.indexOf(part);

/** What became of the invites of these days: sent in them, and whatever followed from those. */
export const readInvitesReport: ReportReader = {
  columns: [
    { part: place('sent') },
    { part: place('shown') },
    { part: place('accepted') },
    { part: place('accepted'), per: place('shown'), times: 100 },
    { part: place('declined') },
    { part: place('chats') },
    { part: place('revenue') },
    { part: place('suppressed') },
  ],
  async read(context, question) {
    const scope = await scopeOf(context, question);
    const found = new Map<string, { label: string; sums: number[] }>();
    const names = new Map((await listInvites(context.db, context.site.id)).map(({ id, name }) => [id, name]));
    const set = (inviteId: string, name: string, values: Partial<Record<Part, number | string | bigint | null>>) => {
      const known = found.get(inviteId) ?? { label: names.get(inviteId) ?? name, sums: parts.map(() => 0) };
      found.set(inviteId, known);
      for (const part of parts) if (part in values) known.sums[place(part)] = Number(values[part] ?? 0);
    };
    for (const { invite_id: id, name, ...counts } of await countInvitations(context, scope)) set(id, name, counts);
    if (context.isWanted())
      for (const { invite_id: id, name, revenue } of await sumRevenue(context, scope)) set(id, name, { revenue });
    for (const { invite_id: id, chats } of await countChats(context, scope)) set(id ?? '', 'Deleted invite', { chats });
    const rows = [...found].map(([key, { label, sums }]) => ({ key, label, parts: sums, filter: null }));
    return { rows, rest: null, totals: null, source: 'facts' };
  },
};

type Scope = Awaited<ReturnType<typeof scopeOf>>;

/** The days in question, and what a filter says of the visit in which an invite was sent, or a chat asked for. */
async function scopeOf({ db, dialect, site }: ReportContext, question: ReportQuestion) {
  const range = instantsOf(question, site.timeZone);
  if (question.expression === null) return { range, visits: () => sql<boolean>`1 = 1` };
  // A visit may have begun before the days in question: it is judged whole.
  const context = { db, dialect, site, range: { from: range.from - 30 * 86_400_000, before: range.before } };
  const filter = await compileVisitFilter(context, question.expression);
  return {
    range,
    visits: (table: 'invitation' | 'chat') =>
      sql<boolean>`exists (select 1 from visit where visit.site_id = ${site.id} and visit.id = ${sql.ref(`${table}.visit_id`)} and ${filter})`,
  };
}

async function countInvitations({ db, site }: ReportContext, { range, visits }: Scope) {
  const times = (condition: ReturnType<typeof sql>) =>
    sql<number | string>`sum(case when ${condition} then 1 else 0 end)`;
  return db
    .selectFrom('invitation')
    .select((eb) => [
      'invite_id',
      eb.fn.max('invite_name').as('name'),
      times(sql`state <> 'suppressed'`).as('sent'),
      times(sql`shown_at is not null`).as('shown'),
      times(sql`state = 'accepted'`).as('accepted'),
      times(sql`state = 'declined'`).as('declined'),
      times(sql`state = 'suppressed'`).as('suppressed'),
    ])
    .where('site_id', '=', site.id)
    .where(inRange('invitation', 'queued_at', range))
    .where(visits('invitation'))
    .groupBy('invite_id')
    .execute();
}

/** Booked in visits from the moment in which an invite of these days was first accepted in them. */
async function sumRevenue({ db, site }: ReportContext, { range, visits }: Scope) {
  const accepted = db
    .selectFrom('invitation')
    .select((eb) => [
      'invite_id',
      'visit_id',
      eb.fn.max('invite_name').as('name'),
      eb.fn.min('ended_at').as('accepted_at'),
    ])
    .where('site_id', '=', site.id)
    .where(inRange('invitation', 'queued_at', range))
    .where('state', '=', 'accepted')
    .where(visits('invitation'))
    .groupBy(['invite_id', 'visit_id'])
    .as('accepted');
  return db
    .selectFrom('revenue_entry')
    .innerJoin(accepted, (join) =>
      join
        .onRef('accepted.visit_id', '=', 'revenue_entry.visit_id')
        .onRef('revenue_entry.at', '>=', sql.ref('accepted.accepted_at')),
    )
    .select((eb) => [
      'accepted.invite_id',
      eb.fn.max('accepted.name').as('name'),
      eb.fn.sum('revenue_entry.amount').as('revenue'),
    ])
    .where('revenue_entry.site_id', '=', site.id)
    .where('revenue_entry.id', '>=', smallestIdAt(range.from - slackMs))
    .groupBy('accepted.invite_id')
    .execute();
}

async function countChats({ db, site }: ReportContext, { range, visits }: Scope) {
  return db
    .selectFrom('chat')
    .select(['invite_id', sql<number | string>`count(*)`.as('chats')])
    .where('site_id', '=', site.id)
    .where(inRange('chat', 'requested_at', range))
    .where('invite_id', 'is not', null)
    .where(visits('chat'))
    .groupBy('invite_id')
    .execute();
}
