import { type Kysely, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

/** What came of an invite's invitations; revenue in minor units. */
export interface InvitationCounts {
  readonly sent: number;
  readonly shown: number;
  readonly accepted: number;
  readonly declined: number;
  readonly revenue: number;
}

/**
 * What came of the invitations made since an instant, by invite. Ids sort by time, so each query reads a range of its
 * table's primary key and no more, on both databases.
 */
export async function countInvitations(
  db: Kysely<Database>,
  siteId: string,
  since: number,
): Promise<Map<string, InvitationCounts>> {
  const from = smallestIdAt(since);
  const times = (condition: ReturnType<typeof sql<boolean>>) =>
    sql<number>`sum(case when ${condition} then 1 else 0 end)`;
  const rows = await db
    .selectFrom('invitation')
    .select([
      'invite_id',
      times(sql`state <> 'suppressed'`).as('sent'),
      times(sql`shown_at is not null`).as('shown'),
      times(sql`state = 'accepted'`).as('accepted'),
      times(sql`state = 'declined'`).as('declined'),
    ])
    .where('site_id', '=', siteId)
    .where('id', '>=', from)
    .groupBy('invite_id')
    .execute();
  const revenue = await sumRevenue(db, siteId, from);
  return new Map(
    rows.map((row) => [
      row.invite_id,
      {
        sent: Number(row.sent),
        shown: Number(row.shown),
        accepted: Number(row.accepted),
        declined: Number(row.declined),
        revenue: revenue.get(row.invite_id) ?? 0,
      },
    ]),
  );
}

/** Booked in visits from the moment an invite was first accepted in them. */
async function sumRevenue(db: Kysely<Database>, siteId: string, from: string): Promise<Map<string, number>> {
  const accepted = db
    .selectFrom('invitation')
    .select((eb) => ['invite_id', 'visit_id', eb.fn.min('ended_at').as('accepted_at')])
    .where('site_id', '=', siteId)
    .where('id', '>=', from)
    .where('state', '=', 'accepted')
    .groupBy(['invite_id', 'visit_id'])
    .as('accepted');
  const rows = await db
    .selectFrom('revenue_entry')
    .innerJoin(accepted, (join) =>
      join
        .onRef('accepted.visit_id', '=', 'revenue_entry.visit_id')
        .onRef('revenue_entry.at', '>=', sql.ref('accepted.accepted_at')),
    )
    .select((eb) => ['accepted.invite_id', eb.fn.sum('revenue_entry.amount').as('revenue')])
    .where('revenue_entry.site_id', '=', siteId)
    .where('revenue_entry.id', '>=', from)
    .groupBy('accepted.invite_id')
    .execute();
  return new Map(rows.map((row) => [row.invite_id, Number(row.revenue)]));
}
