import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, createTable, type Dialect } from './column-types.ts';

/** The team: opening hours, work periods, auto away, messages among operators, and browsers that are sent push messages. */
export function team(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: Columns, primaryKey: string[], unique: string[][] = []) =>
        createTable(db.schema, dialect, name, columns, { primaryKey, unique });
      await create('opening_hours', { site_id: 't', version: 'n', body: 't' }, ['site_id']);
      await create('work_periods', { operator_id: 't', version: 'n', body: 't' }, ['operator_id']);
      await create(
        'operator_activity',
        {
          operator_id: 't',
          active_at: 'n',
          auto_away_minutes: 'n',
          away_from: 't?',
          in_period: 'n?',
          away_by_period: 'n',
        },
        ['operator_id'],
      );
      await create('team_conversation', { site_id: 't', id: 't', one_id: 't?', other_id: 't?', last_seq: 'n' }, [
        'site_id',
        'id',
      ]);
      await sql`create index team_conversation_by_one on team_conversation (one_id)`.execute(db);
      await sql`create index team_conversation_by_other on team_conversation (other_id)`.execute(db);
      await create(
        'team_message',
        {
          site_id: 't',
          conversation_id: 't',
          seq: 'n',
          at: 'n',
          operator_id: 't',
          operator_name: 't',
          cid: 't',
          body: 't',
          is_broadcast: 'n',
        },
        ['site_id', 'conversation_id', 'seq'],
        [['site_id', 'conversation_id', 'operator_id', 'cid']],
      );
      await create(
        'team_seen',
        { site_id: 't', conversation_id: 't', operator_id: 't', seq: 'n', dismissed_seq: 'n' },
        ['site_id', 'conversation_id', 'operator_id'],
      );
      await create(
        'push_subscription',
        {
          id: 't',
          operator_id: 't',
          session_hash: 't',
          endpoint: 't',
          p256dh: 't',
          auth: 't',
          user_agent: 't',
          created_at: 'n',
          test_nonce: 't?',
          answered_at: 'n?',
        },
        ['id'],
      );
      await sql`create index push_subscription_by_operator on push_subscription (operator_id)`.execute(db);
    },
  };
}
