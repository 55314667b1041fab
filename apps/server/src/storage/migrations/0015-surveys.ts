import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Surveys of sites, and what chats carry of them: answers and rating. */
export function surveys(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'surveys',
        { site_id: 't', version: 'n', body: 't' },
        { primaryKey: ['site_id'] },
      );
      const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint');
      await sql`alter table chat add column answers text not null default '[]'`.execute(db);
      await sql`alter table chat add column rating ${integer}`.execute(db);
    },
  };
}
