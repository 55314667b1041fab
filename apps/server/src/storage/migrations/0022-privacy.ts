import { type Kysely, type Migration, sql } from 'kysely';
import { createTable, type Dialect } from './column-types.ts';

/** What sites keep of their visitors and for how long, who was erased, and which totals no fact can prove any more. */
export function privacy(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const create = createTable.bind(null, db.schema, dialect);
      await create('privacy', { site_id: 't', version: 'n', body: 't' }, { primaryKey: ['site_id'] });
      await create(
        'legal_hold',
        { site_id: 't', kind: 't', id: 't', reason: 't', at: 'n', operator_name: 't' },
        { primaryKey: ['site_id', 'kind', 'id'] },
      );
      await create(
        'erasure',
        { site_id: 't', id: 't', at: 'n', visitor_hash: 't', operator_name: 't', receipt: 't?' },
        { primaryKey: ['site_id', 'id'] },
      );
      await create('complete_since', { site_id: 't', kind: 't', day: 't' }, { primaryKey: ['site_id', 'kind'] });
      await create('frozen_day', { site_id: 't', day: 't' }, { primaryKey: ['site_id', 'day'] });
      // What is found by visitor, to be erased.
      await sql`create index visitor_token_by_visitor on visitor_token (site_id, visitor_id)`.execute(db);
      await sql`create index exception_by_visitor on exception (site_id, visitor_id)`.execute(db);
      await sql`create index outbox_by_visitor on outbox (site_id, visitor_id) where visitor_id is not null`.execute(
        db,
      );
    },
  };
}
