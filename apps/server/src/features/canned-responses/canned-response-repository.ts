import {
  type CannedResponse,
  type CannedScope,
  cannedResponseSchema,
  maxCannedResponses,
  type PersonalCannedResponseInput,
} from '@foyer/protocol/canned-response';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Where a canned response belongs. `siteId` empty: to every site; `operatorId` empty: to everybody. */
export interface CannedOwner {
  readonly siteId: string;
  readonly operatorId: string;
}

export const globalOwner: CannedOwner = { siteId: '', operatorId: '' };
export const ownerOfSite = (siteId: string): CannedOwner => ({ siteId, operatorId: '' });
export const ownerOfOperator = (operatorId: string): CannedOwner => ({ siteId: '', operatorId });

function scopeOf(row: Selectable<Database['canned_response']>): CannedScope {
  if (row.operator_id !== '') return 'personal';
  return row.site_id === '' ? 'global' : 'site';
}

function toCannedResponse(row: Selectable<Database['canned_response']>): CannedResponse {
  return cannedResponseSchema.parse({
    ...JSON.parse(row.body),
    id: row.id,
    version: row.version,
    scope: scopeOf(row),
  });
}

/** What these owners have, by folder and title. */
export async function selectCannedResponses(
  db: Kysely<Database>,
  owners: readonly CannedOwner[],
): Promise<CannedResponse[]> {
  const rows = await db
    .selectFrom('canned_response')
    .selectAll()
    .where((eb) => eb.or(owners.map(({ siteId, operatorId }) => eb.and({ site_id: siteId, operator_id: operatorId }))))
    .execute();
  return rows.map(toCannedResponse).sort(inOrder);
}

/** Folder by folder, those in none first; then by title. */
function inOrder(one: CannedResponse, other: CannedResponse): number {
  return (
    one.folder.join('/').localeCompare(other.folder.join('/'), 'en', { sensitivity: 'base' }) ||
    one.title.localeCompare(other.title, 'en', { sensitivity: 'base', numeric: true }) ||
    one.id.localeCompare(other.id)
  );
}

/** One of these owners' canned responses, with whose it is; null: none of theirs. */
export async function findCannedResponse(
  db: Kysely<Database>,
  owners: readonly CannedOwner[],
  id: string,
): Promise<{ response: CannedResponse; owner: CannedOwner } | null> {
  const row = await db
    .selectFrom('canned_response')
    .selectAll()
    .where('id', '=', id)
    .where((eb) => eb.or(owners.map(({ siteId, operatorId }) => eb.and({ site_id: siteId, operator_id: operatorId }))))
    .executeTakeFirst();
  return row ? { response: toCannedResponse(row), owner: { siteId: row.site_id, operatorId: row.operator_id } } : null;
}

/** Adds one. Throws `conflict` when its owner has as many as can be. */
export async function insertCannedResponse(
  db: Kysely<Database>,
  owner: CannedOwner,
  input: PersonalCannedResponseInput,
  id = newId(),
): Promise<CannedResponse> {
  const counted = await db
    .selectFrom('canned_response')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', owner.siteId)
    .where('operator_id', '=', owner.operatorId)
    .executeTakeFirst();
  if (Number(counted?.count ?? 0) >= maxCannedResponses)
    throw new AppError('conflict', `There can be at most ${maxCannedResponses.toLocaleString('en')} canned responses`);
  const row = {
    site_id: owner.siteId,
    id,
    operator_id: owner.operatorId,
    version: 1,
    body: JSON.stringify(input),
  };
  await db.insertInto('canned_response').values(row).execute();
  return toCannedResponse(row);
}

/** Changes one that still has this version, and gives it to another owner if need be; null when it has another, or is gone. */
export async function updateCannedResponse(
  db: Kysely<Database>,
  at: { readonly owner: CannedOwner; readonly id: string; readonly version: number },
  owner: CannedOwner,
  input: PersonalCannedResponseInput,
): Promise<CannedResponse | null> {
  const row = await db
    .updateTable('canned_response')
    .set((eb) => ({
      site_id: owner.siteId,
      operator_id: owner.operatorId,
      body: JSON.stringify(input),
      version: eb('version', '+', 1),
    }))
    .where('site_id', '=', at.owner.siteId)
    .where('operator_id', '=', at.owner.operatorId)
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .returningAll()
    .executeTakeFirst();
  return row ? toCannedResponse(row) : null;
}

/** Deletes one that still has this version; false when it has another, or is gone. */
export async function deleteCannedResponse(
  db: Kysely<Database>,
  owner: CannedOwner,
  id: string,
  version: number,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('canned_response')
    .where('site_id', '=', owner.siteId)
    .where('operator_id', '=', owner.operatorId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}
