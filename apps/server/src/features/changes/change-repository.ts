import {
  type Change,
  type ChangeDetail,
  changeDetailSchema,
  type changeQuerySchema,
  changeSchema,
} from '@foyer/protocol/change';
import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { changedFields } from './changed-fields.ts';

function toDetail(row: Selectable<Database['change']>): ChangeDetail {
  const before = row.before === null ? null : JSON.parse(row.before);
  const after = row.after === null ? null : JSON.parse(row.after);
  return changeDetailSchema.parse({
    id: row.id,
    at: row.at,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    kind: row.kind,
    documentId: row.document_id,
    name: row.document_name,
    act: before === null ? 'created' : after === null ? 'deleted' : 'changed',
    fields: changedFields(before, after),
    before,
    after,
  });
}

/** Changes of a site (null: of the installation), newest first. The cursor is the id of the last one read. */
export async function selectChanges(
  db: Kysely<Database>,
  siteId: string | null,
  { cursor, limit, kind, documentId }: z.infer<typeof changeQuerySchema>,
): Promise<{ items: Change[]; next: string | null }> {
  let query = db
    .selectFrom('change')
    .selectAll()
    .where('site_id', '=', siteId ?? '')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (documentId !== undefined) query = query.where('document_id', '=', documentId);
  const rows = await query.execute();
  const items = rows.slice(0, limit).map((row) => changeSchema.parse(toDetail(row)));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One change of a site (null: of the installation), or null. */
export async function findChange(
  db: Kysely<Database>,
  siteId: string | null,
  id: string,
): Promise<ChangeDetail | null> {
  const row = await db
    .selectFrom('change')
    .selectAll()
    .where('site_id', '=', siteId ?? '')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toDetail(row) : null;
}
