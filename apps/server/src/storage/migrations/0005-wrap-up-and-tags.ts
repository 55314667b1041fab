import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, createTable, type Dialect } from './column-types.ts';

/** Wrap-up and tags: their settings, and what chats carry of them. */
export function wrapUpAndTags(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: Columns, options: Parameters<typeof createTable>[4]) =>
        createTable(db.schema, dialect, name, columns, options);

      await create('wrap_up', { site_id: 't', version: 'n', body: 't' }, { primaryKey: ['site_id'] });
      await create('tag_settings', { site_id: 't', version: 'n', body: 't' }, { primaryKey: ['site_id'] });
      await create(
        'tag',
        { site_id: 't', id: 't', version: 'n', folded_name: 't', body: 't' },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'folded_name']] },
      );

      await sql`alter table chat add column wrap_up text`.execute(db);
      await sql`alter table chat add column tags text not null default '[]'`.execute(db);
      await create(
        'chat_wrap_up_option',
        { site_id: 't', option_id: 't', chat_id: 't' },
        { primaryKey: ['site_id', 'option_id', 'chat_id'] },
      );
      await create(
        'chat_tag',
        { site_id: 't', tag_id: 't', chat_id: 't', visitor_id: 't', value: 't?', at: 'n' },
        { primaryKey: ['site_id', 'tag_id', 'chat_id'] },
      );
      const index = (name: string, table: string, columns: string[]) =>
        db.schema.createIndex(name).on(table).columns(columns).execute();
      await index('chat_wrap_up_option_by_chat', 'chat_wrap_up_option', ['site_id', 'chat_id']);
      await index('chat_tag_by_visitor', 'chat_tag', ['site_id', 'visitor_id']);
      await index('chat_by_request', 'chat', ['site_id', 'requested_at']);
      await sql`create index chat_outstanding on chat (site_id, id) where state = 'ended'`.execute(db);
    },
  };
}
