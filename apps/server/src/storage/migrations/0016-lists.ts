import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Indexes of the lists. Written once a visit: by alert, and of the visitor by their last visit. Once a visitor: by revenue.
 * Once a spider's hit: by its name. The others hold what is rare: customers' visits and firings of prospect rules. None is
 * written at a page view.
 */
export function lists(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`create index visit_by_alert on visit (site_id, alert_id, id)`.execute(db);
      await sql`create index visit_of_customer_by_revenue on visit (site_id, revenue, id) where customer is not null`.execute(
        db,
      );
      await sql`create index visitor_by_last_visit on visitor (site_id, last_visit_at, id)`.execute(db);
      await sql`create index visitor_by_revenue on visitor (site_id, revenue, id)`.execute(db);
      await sql`create index firing_by_prospect_rule on firing (site_id, rule_id, visit_id) where rule_kind = 'prospectRule' and shadow = 0`.execute(
        db,
      );
      await sql`create index firing_of_visit on firing (site_id, visit_id, rule_id) where rule_kind = 'prospectRule' and shadow = 0`.execute(
        db,
      );
      await sql`create index spider_hit_by_name on spider_hit (site_id, name, id)`.execute(db);
    },
  };
}
