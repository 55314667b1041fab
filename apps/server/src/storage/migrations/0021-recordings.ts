import { type Kysely, type Migration, sql } from 'kysely';
import { columnTypes, createTable, type Dialect } from './column-types.ts';

/** What happened in visits, so that rules can be tried on them, and the back-tests that do so. */
export function recordings(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { integer, text } = columnTypes(dialect);
      const isSqlite = dialect === 'sqlite';
      // One for each hit: the key is the table itself, where a database can do that.
      await sql`create table recorded_event (
        site_id ${text} not null, visit_id ${text} not null, n ${integer} not null, body ${text} not null,
        primary key (site_id, visit_id, n)
      ) ${sql.raw(isSqlite ? 'strict, without rowid' : '')}`.execute(db);
      await createTable(
        db.schema,
        dialect,
        'back_test',
        {
          site_id: 't',
          id: 't',
          operator_id: 't?',
          created_at: 'n',
          asked_at: 'n',
          state: 't',
          request: 't',
          visits_done: 'n',
          visits_total: 'n?',
          finished_at: 'n?',
          lease_until: 'n?',
          node_id: 't?',
          result: 't?',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await sql`create index back_test_open on back_test (state, id) where finished_at is null`.execute(db);
    },
  };
}
