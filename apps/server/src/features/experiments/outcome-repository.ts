import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** The visitors of a run, and how long what each of them does counts. */
export interface OutcomeQuery {
  readonly siteId: string;
  readonly runId: string;
  /** How long after a visitor came to their group. */
  readonly withinMs: number;
  /** Visitors who came to their group at this instant or before have had all their time. */
  readonly until: number;
}

/** How many visitors each group has, and of how many the time is over. */
export async function countExposed(
  db: Kysely<Database>,
  { siteId, runId, until }: OutcomeQuery,
): Promise<Map<string, { exposed: number; completed: number }>> {
  const rows = await db
    .selectFrom('experiment_exposure')
    .select((eb) => [
      'group_key',
      eb.fn.countAll().as('exposed'),
      sql<number>`sum(case when at <= ${until} then 1 else 0 end)`.as('completed'),
    ])
    .where('site_id', '=', siteId)
    .where('run_id', '=', runId)
    .groupBy('group_key')
    .execute();
  return new Map(
    rows.map((row) => [row.group_key, { exposed: Number(row.exposed), completed: Number(row.completed) }]),
  );
}

/** How many visitors of each group asked for a chat, or became customers and still are, within their time. */
export async function countConverted(
  db: Kysely<Database>,
  { siteId, runId, withinMs, until }: OutcomeQuery,
  goal: 'chat' | 'customer',
): Promise<Map<string, number>> {
  const fact =
    goal === 'chat'
      ? sql`chat as fact on fact.site_id = exposure.site_id and fact.visitor_id = exposure.visitor_id
          and fact.requested_at >= exposure.at and fact.requested_at < exposure.at + ${withinMs}`
      : sql`customer_entry as fact on fact.site_id = exposure.site_id and fact.visitor_id = exposure.visitor_id
          and fact.kind = 'new' and fact.at >= exposure.at and fact.at < exposure.at + ${withinMs}
          and not exists (select 1 from customer_entry as undone where undone.site_id = fact.site_id
            and undone.visitor_id = fact.visitor_id and undone.kind = 'undone' and undone.id > fact.id)`;
  const { rows } = await sql<{ group_key: string; converted: number | string }>`
    select exposure.group_key, count(distinct exposure.visitor_id) as converted
    from experiment_exposure as exposure join ${fact}
    where exposure.site_id = ${siteId} and exposure.run_id = ${runId} and exposure.at <= ${until}
    group by exposure.group_key`.execute(db);
  return new Map(rows.map(({ group_key, converted }) => [group_key, Number(converted)]));
}

/** What each group's visitors spent within their time, minor units: the sum, that of the squares of what each spent, and how many bought. */
export async function sumRevenue(
  db: Kysely<Database>,
  { siteId, runId, withinMs, until }: OutcomeQuery,
): Promise<Map<string, { sum: number; squares: number; buyers: number }>> {
  const { rows } = await sql<{ group_key: string; sum: number; squares: number; buyers: number }>`
    select group_key, sum(spent) as sum, sum(cast(spent as double precision) * spent) as squares,
      sum(case when spent > 0 then 1 else 0 end) as buyers
    from (
      select exposure.group_key, exposure.visitor_id, sum(entry.amount) as spent
      from experiment_exposure as exposure join revenue_entry as entry
        on entry.site_id = exposure.site_id and entry.visitor_id = exposure.visitor_id
        and entry.at >= exposure.at and entry.at < exposure.at + ${withinMs}
      where exposure.site_id = ${siteId} and exposure.run_id = ${runId} and exposure.at <= ${until}
      group by exposure.group_key, exposure.visitor_id
    ) as visitors
    group by group_key`.execute(db);
  return new Map(
    rows.map((row) => [
      row.group_key,
      { sum: Number(row.sum), squares: Number(row.squares), buyers: Number(row.buyers) },
    ]),
  );
}
