import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, createTable, type Dialect } from './column-types.ts';

/** Prospect rules and what rules lead to: firings, customers, revenue, credit of first referrers, exceptions, the outbox. */
export function rulesAndEffects(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: Columns, options: Parameters<typeof createTable>[4]) =>
        createTable(db.schema, dialect, name, columns, options);
      const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint');
      const addNumber = (table: string, column: string) =>
        sql`alter table ${sql.id(table)} add column ${sql.id(column)} ${integer} not null default 0`.execute(db);

      await create(
        'prospect_rule',
        { site_id: 't', id: 't', position: 'n', version: 'n', body: 't' },
        { primaryKey: ['site_id', 'id'] },
      );
      await create(
        'notifications',
        { site_id: 't', version: 'n', body: 't', webhook_failing_since: 'n?' },
        { primaryKey: ['site_id'] },
      );

      await addNumber('visit', 'alert_paid');
      await addNumber('visit', 'cost');
      await addNumber('visit', 'revenue');
      await addNumber('visit', 'is_prospect');
      await addNumber('visit', 'is_new_prospect');
      await sql`alter table visit add column customer text`.execute(db);
      await addNumber('visitor', 'revenue');

      await create(
        'firing',
        {
          site_id: 't',
          id: 't',
          rule_kind: 't',
          rule_id: 't',
          rule_version: 'n',
          rule_name: 't',
          visitor_id: 't',
          visit_id: 't',
          at: 'n',
          shadow: 'n',
          occurrence: 't',
          explanation: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );
      await create(
        'customer_entry',
        {
          site_id: 't',
          id: 't',
          at: 'n',
          day: 't',
          visitor_id: 't',
          visit_id: 't',
          rule_name: 't?',
          kind: 't',
          first_referrer: 't',
          reason: 't?',
          operator_id: 't?',
          occurrence: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );
      await create(
        'revenue_entry',
        {
          site_id: 't',
          id: 't',
          at: 'n',
          day: 't',
          visitor_id: 't',
          visit_id: 't',
          amount: 'n',
          order_id: 't?',
          first_referrer: 't',
          referrer_host: 't?',
          occurrence: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );
      await create(
        'referrer_total',
        { site_id: 't', referrer: 't', counter: 't', value: 'n' },
        { primaryKey: ['site_id', 'referrer', 'counter'] },
      );
      await create(
        'custom_event',
        { site_id: 't', id: 't', at: 'n', visitor_id: 't', visit_id: 't', name: 't' },
        { primaryKey: ['site_id', 'id'] },
      );
      await create(
        'click_total',
        { site_id: 't', day: 't', alert_id: 't', address: 't', entries: 'n' },
        { primaryKey: ['site_id', 'day', 'alert_id', 'address'] },
      );
      await create(
        'exception',
        {
          site_id: 't',
          id: 't',
          at: 'n',
          kind: 't',
          visitor_id: 't',
          visit_id: 't',
          alert_id: 't?',
          alert_name: 't?',
          address: 't',
          detail: 't',
          occurrence: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );

      await create(
        'outbox',
        {
          site_id: 't',
          id: 't',
          kind: 't',
          recipient: 't',
          cause: 't',
          visitor_id: 't?',
          visit_id: 't?',
          payload: 't',
          state: 't',
          attempts: 'n',
          created_at: 'n',
          queued_at: 'n',
          next_at: 'n',
          lease_until: 'n?',
          admitted_at: 'n?',
          settled_at: 'n?',
          last_answer: 't?',
          occurrence: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );
      await create(
        'unsubscribed',
        { site_id: 't', address_hash: 't', at: 'n' },
        { primaryKey: ['site_id', 'address_hash'] },
      );

      const index = (name: string, table: string, columns: string[]) =>
        db.schema.createIndex(name).on(table).columns(columns).execute();
      await index('firing_by_visitor', 'firing', ['site_id', 'visitor_id', 'id']);
      await index('customer_entry_by_visitor', 'customer_entry', ['site_id', 'visitor_id', 'id']);
      await index('revenue_entry_by_visitor', 'revenue_entry', ['site_id', 'visitor_id', 'id']);
      await index('custom_event_by_visit', 'custom_event', ['site_id', 'visit_id', 'id']);
      await index('outbox_by_state', 'outbox', ['site_id', 'state', 'id']);
      await sql`create index outbox_due on outbox (site_id, kind, next_at) where state in ('waiting', 'sending')`.execute(
        db,
      );
      await sql`create index outbox_admitted on outbox (site_id, kind, admitted_at) where admitted_at is not null`.execute(
        db,
      );
    },
  };
}
