import type { Kysely, Migration } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Reports that are mailed again and again. */
export function reportSchedules(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'report_schedule',
        {
          site_id: 't',
          id: 't',
          position: 'n',
          version: 'n',
          body: 't',
          handled_version: 'n',
          handled_for: 'n',
          sent_for: 'n?',
          lease_until: 'n?',
          error: 't?',
        },
        { primaryKey: ['site_id', 'id'] },
      );
    },
  };
}
