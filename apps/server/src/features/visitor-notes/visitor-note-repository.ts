import { maxVisitorNotes, type VisitorNote } from '@foyer/protocol/note';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

function toNote(row: Selectable<Database['visitor_note']>): VisitorNote {
  const { id, version, body, operator_id: operatorId, operator_name: operatorName, at, changed_at: changedAt } = row;
  return { id, version, body, operatorId, operatorName, at, changedAt };
}

/** What was noted of a visitor, the newest first. */
export async function selectNotes(db: Kysely<Database>, siteId: string, visitorId: string): Promise<VisitorNote[]> {
  const rows = await db
    .selectFrom('visitor_note')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toNote);
}

/** One note of a visitor, or null. */
export async function findNote(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  id: string,
): Promise<VisitorNote | null> {
  const row = await db
    .selectFrom('visitor_note')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toNote(row) : null;
}

/** Whether there is a visitor to note something of. */
export async function hasVisitor(db: Kysely<Database>, siteId: string, visitorId: string): Promise<boolean> {
  const row = await db
    .selectFrom('visitor')
    .select('id')
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes something of a visitor. Throws `conflict` when there are as many notes as can be. */
export async function insertNote(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  note: Pick<VisitorNote, 'body' | 'operatorId' | 'operatorName' | 'at'>,
): Promise<VisitorNote> {
  if ((await selectNotes(db, siteId, visitorId)).length >= maxVisitorNotes)
    throw new AppError('conflict', `There can be at most ${maxVisitorNotes} notes on a visitor: delete one first`);
  const row = {
    site_id: siteId,
    id: newId(),
    visitor_id: visitorId,
    operator_id: note.operatorId,
    operator_name: note.operatorName,
    body: note.body,
    at: note.at,
    changed_at: null,
    version: 1,
  };
  await db.insertInto('visitor_note').values(row).execute();
  return toNote(row);
}

/** Changes a note that still has this version; null when it has another, or is gone. */
export async function updateNote(
  db: Kysely<Database>,
  siteId: string,
  { id, version, body, changedAt }: { id: string; version: number; body: string; changedAt: number },
): Promise<VisitorNote | null> {
  const row = await db
    .updateTable('visitor_note')
    .set((eb) => ({ body, changed_at: changedAt, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ? toNote(row) : null;
}

/** Deletes a note that still has this version; false when it has another, or is gone. */
export async function deleteNote(db: Kysely<Database>, siteId: string, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('visitor_note')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

/** How many notes there are of a visitor. */
export async function countVisitorNotes(db: Kysely<Database>, siteId: string, visitorId: string): Promise<number> {
  const { count } = await db
    .selectFrom('visitor_note')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
