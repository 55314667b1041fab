import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Experiments on invites, the times they ran, and which visitor was of which group. */
export function experiments(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'experiment',
        { site_id: 't', id: 't', position: 'n', version: 'n', body: 't' },
        { primaryKey: ['site_id', 'id'] },
      );
      await createTable(
        db.schema,
        dialect,
        'experiment_run',
        {
          site_id: 't',
          id: 't',
          experiment_id: 't',
          number: 'n',
          invite_id: 't',
          started_at: 'n',
          stopped_at: 'n?',
          body: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'experiment_id', 'number']] },
      );
      // One at a time on each invite, whatever two administrators do at once.
      await sql`create unique index experiment_running on experiment_run (site_id, invite_id) where stopped_at is null`.execute(
        db,
      );
      await createTable(
        db.schema,
        dialect,
        'experiment_exposure',
        { site_id: 't', run_id: 't', visitor_id: 't', group_key: 't', at: 'n' },
        { primaryKey: ['site_id', 'run_id', 'visitor_id'] },
      );
      await sql`create index experiment_exposure_by_visitor on experiment_exposure (site_id, visitor_id)`.execute(db);
      const text = dialect === 'sqlite' ? sql.raw('text') : sql.raw('text collate "C"');
      await sql`alter table invitation add column variant_id ${text}`.execute(db);
    },
  };
}
