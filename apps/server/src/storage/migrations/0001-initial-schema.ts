import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, createTable, type Dialect } from './column-types.ts';

const documentColumns: Columns = { site_id: 't', id: 't', position: 'n', version: 'n', body: 't' };
const singleDocumentColumns: Columns = { site_id: 't', version: 'n', body: 't' };

/** Sites, operators, documents, visits, invitations, day totals, chats. */
export function initialSchema(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: Columns, options: Parameters<typeof createTable>[4]) =>
        createTable(db.schema, dialect, name, columns, options);

      await create('installation', { name: 't', value: 't' }, { primaryKey: ['name'] });
      await create(
        'site',
        { id: 't', key: 't', version: 'n', body: 't', created_at: 'n', code_seen_at: 'n?', code_seen_url: 't?' },
        { primaryKey: ['id'], unique: [['key']] },
      );
      await create(
        'operator',
        {
          id: 't',
          email: 't',
          name: 't',
          role: 't',
          password_hash: 't?',
          status: 't',
          max_chats: 'n',
          disabled: 'n',
          session_epoch: 'n',
          version: 'n',
          created_at: 'n',
        },
        { primaryKey: ['id'], unique: [['email']] },
      );
      await sql`alter table operator add column accepts ${sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint')} not null default 0`.execute(
        db,
      );
      await create('operator_site', { site_id: 't', operator_id: 't' }, { primaryKey: ['site_id', 'operator_id'] });
      await create(
        'session',
        { token_hash: 't', operator_id: 't', session_epoch: 'n', created_at: 'n', last_seen_at: 'n' },
        { primaryKey: ['token_hash'] },
      );
      await create(
        'one_time_sign_in',
        { token_hash: 't', operator_id: 't', expires_at: 'n', used_at: 'n?' },
        { primaryKey: ['token_hash'] },
      );

      await create('alert', { ...documentColumns, built_in: 'n' }, { primaryKey: ['site_id', 'id'] });
      await create('invite', documentColumns, { primaryKey: ['site_id', 'id'] });
      await create('exclusions', singleDocumentColumns, { primaryKey: ['site_id'] });
      await create('referring_sites', singleDocumentColumns, { primaryKey: ['site_id'] });

      await create(
        'visitor',
        {
          site_id: 't',
          id: 't',
          first_visit_at: 'n',
          last_visit_at: 'n',
          first_referrer: 't',
          visit_count: 'n',
          page_count: 'n',
          visible_ms: 'n',
          name: 't?',
          company: 't?',
          email: 't?',
          phone: 't?',
          variables: 't',
          is_prospect: 'n',
          is_customer: 'n',
          is_blocked: 'n',
          chat_count: 'n',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      // Ids are UUIDv7, which sort by time: ranges of ids are ranges of time, and the key stays (site_id, id).
      await create(
        'visit',
        {
          site_id: 't',
          id: 't',
          visitor_id: 't',
          visit_number: 'n',
          started_at: 'n',
          last_hit_at: 'n',
          ended_at: 'n?',
          page_count: 'n',
          visible_ms: 'n',
          entry_page: 't',
          referrer: 't?',
          referrer_host: 't?',
          referring_site: 't?',
          is_search: 'n',
          search_phrase: 't?',
          utm_source: 't?',
          utm_medium: 't?',
          utm_campaign: 't?',
          utm_term: 't?',
          utm_content: 't?',
          address: 't',
          host_name: 't?',
          country: 't?',
          region: 't?',
          city: 't?',
          organisation: 't?',
          own_organisation: 'n?',
          language: 't?',
          time_zone: 't?',
          browser: 't?',
          os: 't?',
          device: 't?',
          screen_width: 'n?',
          alert_id: 't?',
          alert_name: 't?',
          alert_explanation: 't?',
        },
        { primaryKey: ['site_id', 'id'], partitionBy: 'id' },
      );
      await create(
        'page_view',
        { site_id: 't', id: 't', visit_id: 't', visitor_id: 't', at: 'n', url: 't', title: 't', visible_ms: 'n' },
        { primaryKey: ['site_id', 'id'], partitionBy: 'id' },
      );
      if (dialect === 'postgres') {
        await sql`create table visit_default partition of visit default`.execute(db);
        await sql`create table page_view_default partition of page_view default`.execute(db);
      }
      await create(
        'spider_hit',
        { site_id: 't', id: 't', at: 'n', name: 't', url: 't', address: 't' },
        { primaryKey: ['site_id', 'id'] },
      );
      await create(
        'invitation',
        {
          site_id: 't',
          id: 't',
          visit_id: 't',
          visitor_id: 't',
          invite_id: 't',
          invite_name: 't',
          source: 't',
          occurrence: 't',
          state: 't',
          reason: 't?',
          operator_id: 't?',
          queued_at: 'n',
          shown_at: 'n?',
          ended_at: 'n?',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'occurrence']] },
      );
      await create(
        'day_total',
        { site_id: 't', day: 't', counter: 't', value: 'n' },
        { primaryKey: ['site_id', 'day', 'counter'] },
      );

      await create(
        'chat',
        {
          site_id: 't',
          id: 't',
          visitor_id: 't',
          visit_id: 't?',
          state: 't',
          operator_id: 't?',
          operator_name: 't?',
          visitor_name: 't?',
          visitor_email: 't?',
          invite_id: 't?',
          invitation_id: 't?',
          alert_id: 't?',
          country: 't?',
          page_url: 't?',
          requested_at: 'n',
          pending_since: 'n?',
          accepted_at: 'n?',
          ended_at: 'n?',
          ended_by: 't?',
          missed_reason: 't?',
          visitor_left_at: 'n?',
          quiet_since: 'n?',
          nudged: 'n',
          last_seq: 'n',
          last_message: 't?',
          seen_by_visitor: 'n',
          seen_by_operator: 'n',
          version: 'n',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await create(
        'chat_entry',
        {
          site_id: 't',
          chat_id: 't',
          seq: 'n',
          at: 'n',
          sender_kind: 't',
          sender_id: 't',
          sender_name: 't?',
          cid: 't?',
          content_hash: 't?',
          content: 't',
        },
        { primaryKey: ['site_id', 'chat_id', 'seq'], unique: [['site_id', 'chat_id', 'sender_id', 'cid']] },
      );
      await create(
        'visitor_token',
        { site_id: 't', token_hash: 't', visitor_id: 't', created_at: 'n', last_used_at: 'n' },
        { primaryKey: ['site_id', 'token_hash'] },
      );

      const index = (name: string, table: string, columns: string[]) =>
        db.schema.createIndex(name).on(table).columns(columns).execute();
      await index('visit_by_visitor', 'visit', ['site_id', 'visitor_id', 'id']);
      await index('page_view_by_visit', 'page_view', ['site_id', 'visit_id', 'id']);
      await index('invitation_by_visitor', 'invitation', ['site_id', 'visitor_id', 'id']);
      await index('chat_by_state', 'chat', ['site_id', 'state', 'id']);
      await index('chat_by_visitor', 'chat', ['site_id', 'visitor_id', 'id']);
      // One chat at a time for each visitor, whatever two tabs ask for at once.
      await sql`create unique index chat_one_open on chat (site_id, visitor_id) where state in ('pending', 'active')`.execute(
        db,
      );
      await sql`create index chat_active on chat (operator_id) where state = 'active'`.execute(db);
      await sql`create index visit_open on visit (last_hit_at) where ended_at is null`.execute(db);
      await index('session_by_operator', 'session', ['operator_id']);
    },
  };
}
