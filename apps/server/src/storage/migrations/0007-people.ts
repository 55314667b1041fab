import { type Kysely, type Migration, sql } from 'kysely';
import { type Columns, columnTypes, createTable, type Dialect } from './column-types.ts';

/** Invitations, second factors, sessions one can look at, API keys, departments and skills. */
export function people(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: Columns, options: Parameters<typeof createTable>[4]) =>
        createTable(db.schema, dialect, name, columns, options);
      const types = columnTypes(dialect);
      const add = (table: string, column: string, type: 'integer' | 'text', rest = sql``) =>
        sql`alter table ${sql.id(table)} add column ${sql.id(column)} ${types[type]} ${rest}`.execute(db);
      const index = (name: string, table: string, columns: string[]) =>
        db.schema.createIndex(name).on(table).columns(columns).execute();

      await add('operator', 'two_factor', 'integer', sql`not null default 0`);
      await add('operator', 'last_seen_at', 'integer');
      await add('operator', 'removed_at', 'integer');
      await add('session', 'address', 'text');
      await add('session', 'user_agent', 'text');

      await create(
        'account_link',
        { token_hash: 't', operator_id: 't', purpose: 't', expires_at: 'n' },
        { primaryKey: ['token_hash'], unique: [['operator_id']] },
      );
      await create(
        'pending_sign_in',
        { token_hash: 't', operator_id: 't', session_epoch: 'n', expires_at: 'n' },
        { primaryKey: ['token_hash'] },
      );
      await create(
        'second_factor',
        { operator_id: 't', secret: 't', confirmed: 'n', last_step: 'n', created_at: 'n' },
        { primaryKey: ['operator_id'] },
      );
      await create('recovery_code', { operator_id: 't', code_hash: 't' }, { primaryKey: ['operator_id', 'code_hash'] });
      await create(
        'api_key',
        {
          id: 't',
          token_hash: 't',
          prefix: 't',
          name: 't',
          scopes: 't',
          site_ids: 't?',
          created_at: 'n',
          created_by: 't',
          expires_at: 'n?',
          last_used_at: 'n?',
        },
        { primaryKey: ['id'], unique: [['token_hash']] },
      );

      for (const kind of ['department', 'skill'])
        await create(
          kind,
          { site_id: 't', id: 't', version: 'n', name_key: 't', body: 't' },
          { primaryKey: ['site_id', 'id'], unique: [['site_id', 'name_key']] },
        );
      await create(
        'membership',
        { site_id: 't', kind: 't', document_id: 't', operator_id: 't' },
        { primaryKey: ['site_id', 'kind', 'document_id', 'operator_id'] },
      );
      await index('membership_by_operator', 'membership', ['operator_id']);
      // Whether somebody may still be deleted.
      await index('chat_by_operator', 'chat', ['operator_id']);
    },
  };
}
