import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, createTable, type Dialect } from './column-types.ts';

/** Who answers missed chats, who was told of chats that waited, and transcripts that are to be sent. */
export function missedChats(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint');
      for (const column of ['claim', 'answered', 'transcript_to'])
        await sql`alter table chat add column ${sql.ref(column)} text`.execute(db);
      await sql`alter table chat add column transcript_due ${integer} not null default 0`.execute(db);
      await sql`create index chat_missed_open on chat (site_id, id) where state = 'missed' and answered is null`.execute(
        db,
      );
      await sql`create index chat_transcript_due on chat (id) where transcript_due = 1`.execute(db);

      const notice: Columns = {
        site_id: 't',
        chat_id: 't',
        waiting_since: 'n',
        notice: 't',
        operator_id: 't',
        operator_name: 't',
      };
      const key = ['site_id', 'chat_id', 'waiting_since', 'notice', 'operator_id'];
      // Without an operator (an empty id): the notice itself, when it came.
      await createTable(
        db.schema,
        dialect,
        'chat_notice',
        { ...notice, at: 'n', status: 't?', active_chats: 'n', max_chats: 'n', obstacle: 't?' },
        { primaryKey: key },
      );
      await createTable(
        db.schema,
        dialect,
        'chat_notice_told',
        { ...notice, channel: 't', told_at: 'n', confirmed_at: 'n?' },
        { primaryKey: [...key, 'channel'] },
      );
    },
  };
}
