import { type Kysely, type Migration, sql } from 'kysely';

/** Indexes of what is rare among much: firings of prospect rules among those of alerts, visits of prospects and customers. */
export function prospectsAndCustomers(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`create index firing_of_prospect_rule on firing (site_id, id, rule_id, shadow, visit_id, visitor_id) where rule_kind = 'prospectRule'`.execute(
        db,
      );
      await sql`create index visit_of_prospect on visit (site_id, id, started_at) where is_prospect = 1`.execute(db);
      await sql`create index visit_of_customer on visit (site_id, id, started_at) where customer is not null`.execute(
        db,
      );
    },
  };
}
