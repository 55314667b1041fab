import type { Kysely, Migration } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Applied configurations with the state before, for coming back to it. */
export function configurationImports(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'configuration_import',
        {
          site_id: 't',
          id: 't',
          at: 'n',
          operator_name: 't',
          cause: 't',
          site_name: 't',
          planned: 't',
          before: 't',
          after_hash: 't',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await db.schema.createIndex('configuration_import_by_id').on('configuration_import').columns(['id']).execute();
    },
  };
}
