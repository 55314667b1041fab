import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** Files of chats and of canned responses, in the database: every node serves them. And what operators note of visitors. */
export function files(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'chat_file',
        {
          site_id: 't',
          id: 't',
          chat_id: 't',
          visitor_id: 't',
          sender_kind: 't',
          name: 't',
          media_type: 't',
          bytes: 'n',
          uploaded_at: 'n',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await sql`create index chat_file_by_chat on chat_file (site_id, chat_id)`.execute(db);
      await sql`create index chat_file_by_visitor on chat_file (site_id, visitor_id, uploaded_at)`.execute(db);
      await createTable(
        db.schema,
        dialect,
        'chat_file_piece',
        { site_id: 't', file_id: 't', place: 'n', content: 'b' },
        { primaryKey: ['site_id', 'file_id', 'place'] },
      );
      await createTable(
        db.schema,
        dialect,
        'canned_file',
        {
          site_id: 't',
          id: 't',
          media_type: 't',
          bytes: 'n',
          width: 'n?',
          height: 'n?',
          uploaded_at: 'n',
          content: 'b',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await createTable(
        db.schema,
        dialect,
        'visitor_note',
        {
          site_id: 't',
          id: 't',
          visitor_id: 't',
          operator_id: 't',
          operator_name: 't',
          body: 't',
          at: 'n',
          changed_at: 'n?',
          version: 'n',
        },
        { primaryKey: ['site_id', 'id'] },
      );
      await sql`create index visitor_note_by_visitor on visitor_note (site_id, visitor_id, id)`.execute(db);
    },
  };
}
