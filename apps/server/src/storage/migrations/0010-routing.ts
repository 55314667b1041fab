import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Routing: its settings, what chats ask for, how far they are, and open transfers. */
export function routing(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await createTable(
        schema,
        dialect,
        'routing',
        { site_id: 't', version: 'n', body: 't' },
        { primaryKey: ['site_id'] },
      );
      await createTable(
        schema,
        dialect,
        'chat_skill',
        { site_id: 't', chat_id: 't', skill_id: 't' },
        { primaryKey: ['site_id', 'chat_id', 'skill_id'] },
      );
      await createTable(
        schema,
        dialect,
        'offer_turn',
        { site_id: 't', operator_id: 't', at: 'n' },
        { primaryKey: ['site_id', 'operator_id'] },
      );
      const types =
        dialect === 'sqlite' ? { text: 'text', integer: 'integer' } : { text: 'text collate "C"', integer: 'bigint' };
      const add = (definition: string) => sql`alter table chat add column ${sql.raw(definition)}`.execute(db);
      await add(`department_id ${types.text}`);
      await add(`department_name ${types.text}`);
      await add(`skills ${types.text} not null default '[]'`);
      await add(`route_level ${types.text} not null default 'asked'`);
      await add(`route_since ${types.integer} not null default 0`);
      await add(`offered_to ${types.text}`);
      await add(`offered_name ${types.text}`);
      await add(`offered_until ${types.integer}`);
      await add(`offered_before ${types.text} not null default '[]'`);
      await add(`confirm_until ${types.integer}`);
      await add(`transfer_id ${types.text}`);
      await add(`transfer ${types.text}`);
      await add(`transfer_until ${types.integer}`);
      // Chats that wait since before begin anew at the first level.
      await sql`update chat set route_since = pending_since where pending_since is not null`.execute(db);
      await sql`create index chat_to_confirm on chat (id) where confirm_until is not null`.execute(db);
      await sql`create index chat_in_transfer on chat (id) where transfer_id is not null`.execute(db);
      await sql`create index chat_by_department on chat (site_id, department_id, id) where department_id is not null`.execute(
        db,
      );
    },
  };
}
