import type { Kysely, Migration } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Images uploaded for invites, in the database: every node serves them. */
export function inviteImages(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'invite_image',
        {
          site_id: 't',
          id: 't',
          version: 'n',
          name: 't',
          width: 'n',
          height: 'n',
          bytes: 'n',
          was_animated: 'n',
          uploaded_at: 'n',
          deleted_at: 'n?',
          content: 'b',
        },
        { primaryKey: ['site_id', 'id'] },
      );
    },
  };
}
