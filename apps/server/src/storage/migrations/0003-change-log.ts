import type { Kysely, Migration } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** The change log: who changed which setting, with the document before and after. */
export function changeLog(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'change',
        {
          site_id: 't',
          id: 't',
          at: 'n',
          operator_id: 't?',
          operator_name: 't',
          kind: 't',
          document_id: 't',
          document_name: 't',
          before: 't?',
          after: 't?',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await db.schema
        .createIndex('change_by_document')
        .on('change')
        .columns(['site_id', 'kind', 'document_id', 'id'])
        .execute();
    },
  };
}
