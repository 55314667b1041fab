import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Custom client form, chat options, canned responses, and how far a pending chat's reminders have gone. */
export function chatOptions(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const name of ['client_form', 'chat_options'])
        await createTable(
          db.schema,
          dialect,
          name,
          { site_id: 't', version: 'n', body: 't' },
          { primaryKey: ['site_id'] },
        );
      await createTable(
        db.schema,
        dialect,
        'canned_response',
        { site_id: 't', id: 't', operator_id: 't', version: 'n', body: 't' },
        { primaryKey: ['site_id', 'id'] },
      );
      await sql`create index canned_response_by_operator on canned_response (site_id, operator_id)`.execute(db);
      const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint');
      await sql`alter table chat add column reminded ${integer} not null default 0`.execute(db);
      await sql`create index chat_unreminded on chat (id) where state = 'pending' and reminded < 2`.execute(db);
    },
  };
}
