import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Blocked visitors; what a chat's operator asks of supervisors, and which of them have spoken in it. */
export function supervision(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'block',
        {
          site_id: 't',
          id: 't',
          visitor_id: 't?',
          visitor_name: 't?',
          address: 't?',
          address_key: 't?',
          until: 'n?',
          reason: 't',
          at: 'n',
          operator_id: 't',
          operator_name: 't',
          lifted_at: 'n?',
          lifted_by: 't?',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await sql`create index block_in_force on block (site_id, id) where lifted_at is null`.execute(db);
      const text = dialect === 'sqlite' ? sql.raw('text') : sql.raw('text collate "C"');
      await sql`alter table chat add column help ${text}`.execute(db);
      await sql`alter table chat add column supervisors ${text} not null default '[]'`.execute(db);
    },
  };
}
