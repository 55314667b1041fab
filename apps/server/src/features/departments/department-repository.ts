import { type Department, departmentSchema, type Skill, skillSchema } from '@foyer/protocol/department';
import type { Kysely, Selectable } from 'kysely';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Departments and skills are kept alike: a name, something about it, and the operators who belong to it. */
export interface Documents {
  readonly department: Department;
  readonly skill: Skill;
}
export type Kind = keyof Documents;
type Input<K extends Kind> = Omit<Documents[K], 'id' | 'version'>;

const schemas = { department: departmentSchema, skill: skillSchema } as const;

/** Both tables have the same columns. */
const tableOf = (kind: Kind) => kind as 'department';

/** Names are compared without regard to case. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

function toDocument<K extends Kind>(
  kind: K,
  row: Selectable<Database['department']>,
  operatorIds: readonly string[],
): Documents[K] {
  const read = { ...JSON.parse(row.body), id: row.id, version: row.version, operatorIds };
  return schemas[kind].parse(read) as Documents[K];
}

/** A site's departments or skills by name, each with its operators. */
export async function selectDocuments<K extends Kind>(
  db: Kysely<Database>,
  kind: K,
  siteId: string,
): Promise<Documents[K][]> {
  const rows = await db
    .selectFrom(tableOf(kind))
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('name_key')
    .execute();
  const members = await db
    .selectFrom('membership')
    .innerJoin('operator', 'operator.id', 'membership.operator_id')
    .select(['membership.document_id', 'membership.operator_id'])
    .where('membership.site_id', '=', siteId)
    .where('membership.kind', '=', kind)
    .where('operator.removed_at', 'is', null)
    .orderBy('membership.operator_id')
    .execute();
  const membersOf = Map.groupBy(members, (member) => member.document_id);
  return rows.map((row) =>
    toDocument(
      kind,
      row,
      (membersOf.get(row.id) ?? []).map((member) => member.operator_id),
    ),
  );
}

/** One of them, or null. */
export async function findDocument<K extends Kind>(
  db: Kysely<Database>,
  kind: K,
  siteId: string,
  id: string,
): Promise<Documents[K] | null> {
  return (await selectDocuments(db, kind, siteId)).find((one) => one.id === id) ?? null;
}

/** Stores a new one with its operators; the answer is its id. A taken name breaks the unique key. */
export async function insertDocument<K extends Kind>(
  trx: Kysely<Database>,
  kind: K,
  siteId: string,
  { operatorIds, ...body }: Input<K>,
  id = newId(),
): Promise<string> {
  await trx
    .insertInto(tableOf(kind))
    .values({ site_id: siteId, id, version: 1, name_key: nameKey(body.name), body: JSON.stringify(body) })
    .execute();
  await insertMembers(trx, kind, siteId, id, operatorIds);
  return id;
}

/** Changes one that still has this version, its operators too unless they are left out; false: it has another, or is gone. */
export async function updateDocument<K extends Kind>(
  trx: Kysely<Database>,
  kind: K,
  at: { readonly siteId: string; readonly id: string; readonly version: number },
  { operatorIds, ...body }: Omit<Input<K>, 'operatorIds'> & { readonly operatorIds?: readonly string[] },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable(tableOf(kind))
    .set((eb) => ({ name_key: nameKey(body.name), body: JSON.stringify(body), version: eb('version', '+', 1) }))
    .where('site_id', '=', at.siteId)
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0) return false;
  if (operatorIds === undefined) return true;
  await deleteMembers(trx, kind, at.siteId, at.id);
  await insertMembers(trx, kind, at.siteId, at.id, operatorIds);
  return true;
}

/** Frees the name of one that is about to get another. Within a transaction. */
export async function freeName(trx: Kysely<Database>, kind: Kind, siteId: string, id: string): Promise<void> {
  await trx
    .updateTable(tableOf(kind))
    // No key has capitals.
    .set({ name_key: `FREED ${id}` })
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .execute();
}

/** Deletes one that still has this version; false: it has another, or is gone. */
export async function deleteDocument(
  trx: Kysely<Database>,
  kind: Kind,
  at: { readonly siteId: string; readonly id: string; readonly version: number },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom(tableOf(kind))
    .where('site_id', '=', at.siteId)
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .executeTakeFirstOrThrow();
  if (Number(numDeletedRows) === 0) return false;
  await deleteMembers(trx, kind, at.siteId, at.id);
  return true;
}

async function insertMembers(
  trx: Kysely<Database>,
  kind: Kind,
  siteId: string,
  id: string,
  operatorIds: readonly string[],
): Promise<void> {
  const rows = [...new Set(operatorIds)].map((operatorId) => ({
    site_id: siteId,
    kind,
    document_id: id,
    operator_id: operatorId,
  }));
  if (rows.length > 0) await trx.insertInto('membership').values(rows).execute();
}

async function deleteMembers(trx: Kysely<Database>, kind: Kind, siteId: string, id: string): Promise<void> {
  await trx
    .deleteFrom('membership')
    .where('site_id', '=', siteId)
    .where('kind', '=', kind)
    .where('document_id', '=', id)
    .execute();
}

/** What operators belong to, of one operator or of all; rows by operator. */
export async function selectMemberships(
  db: Kysely<Database>,
  operatorId: string | null,
): Promise<Selectable<Database['membership']>[]> {
  let query = db.selectFrom('membership').selectAll().orderBy('document_id');
  if (operatorId !== null) query = query.where('operator_id', '=', operatorId);
  return query.execute();
}

/** Which of these documents there are, with their sites. */
export async function selectSitesOf(
  db: Kysely<Database>,
  kind: Kind,
  ids: readonly string[],
): Promise<{ id: string; site_id: string }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom(tableOf(kind))
    .select(['id', 'site_id'])
    .where('id', 'in', [...ids])
    .execute();
}

/** Puts an operator into exactly these documents of a kind, and gives those that changed by it a new version. */
export async function replaceMemberships(
  trx: Kysely<Database>,
  kind: Kind,
  operatorId: string,
  documents: readonly { readonly id: string; readonly site_id: string }[],
): Promise<void> {
  const before = (await selectMemberships(trx, operatorId)).filter((one) => one.kind === kind);
  const had = new Set(before.map((one) => one.document_id));
  const has = new Set(documents.map((one) => one.id));
  const changed = [...had, ...has].filter((id) => !had.has(id) || !has.has(id));
  if (changed.length === 0) return;
  await trx.deleteFrom('membership').where('operator_id', '=', operatorId).where('kind', '=', kind).execute();
  if (documents.length > 0)
    await trx
      .insertInto('membership')
      .values(documents.map(({ id, site_id }) => ({ site_id, kind, document_id: id, operator_id: operatorId })))
      .execute();
  await trx
    .updateTable(tableOf(kind))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', 'in', changed)
    .execute();
}
