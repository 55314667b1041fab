import { maxRulesPerSite } from '@foyer/protocol/document';
import { type Invite, type InviteInput, inviteInputSchema, inviteSchema } from '@foyer/protocol/invite';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { makeRoomBehind, writeOrder } from '../../storage/document-order.ts';
import type { Database } from '../../storage/tables.ts';
import { deleteDocument, updateDocument } from '../../storage/versioned-documents.ts';
import { copyOfDocument } from '../sites/copy-of-document.ts';

function toInvite(row: Selectable<Database['invite']>): Invite {
  const fields = inviteInputSchema.parse(JSON.parse(row.body));
  return inviteSchema.parse({ ...fields, id: row.id, version: row.version });
}

/** A site's invites in their order. */
export async function selectInvites(db: Kysely<Database>, siteId: string): Promise<Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toInvite);
}

export async function findInvite(db: Kysely<Database>, siteId: string, id: string): Promise<Invite | null> {
  const row = await db
    .selectFrom('invite')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toInvite(row) : null;
}

/** Ids of a site's invites. */
export async function selectInviteIds(db: Kysely<Database>, siteId: string): Promise<string[]> {
  const rows = await db.selectFrom('invite').select('id').where('site_id', '=', siteId).execute();
  return rows.map((row) => row.id);
}

/** Adds an invite after all others. Throws `conflict` when there is no room. */
export async function insertInvite(db: Kysely<Database>, siteId: string, input: InviteInput): Promise<Invite> {
  const row = {
    site_id: siteId,
    id: newId(),
    position: (await lastPosition(db, siteId)) + 1,
    version: 1,
    body: JSON.stringify(input),
  };
  await db.insertInto('invite').values(row).execute();
  return toInvite(row);
}

/** Adds an invite again after all others, under the id it had; null: that is taken. Throws `conflict` when there is no room. */
export async function restoreInvite(
  trx: Kysely<Database>,
  siteId: string,
  { id, version }: { readonly id: string; readonly version: number },
  input: InviteInput,
): Promise<Invite | null> {
  const position = (await lastPosition(trx, siteId)) + 1;
  const row = await trx
    .insertInto('invite')
    .values({ site_id: siteId, id, position, version, body: JSON.stringify(input) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? toInvite(row) : null;
}

/** The last position taken, 0 when there is none. Throws `conflict` when the site has as many invites as it can have. */
async function lastPosition(db: Kysely<Database>, siteId: string): Promise<number> {
  const last = await db
    .selectFrom('invite')
    .select((eb) => [eb.fn.max('position').as('position'), eb.fn.countAll().as('count')])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (Number(last?.count ?? 0) >= maxRulesPerSite)
    throw new AppError('conflict', `A site can have at most ${maxRulesPerSite.toLocaleString('en')} invites`);
  return Number(last?.position ?? 0);
}

/** Puts a disabled copy right behind an invite; null: no such invite. Within a transaction. */
export async function copyInvite(trx: Kysely<Database>, siteId: string, id: string): Promise<Invite | null> {
  const rows = await trx.selectFrom('invite').selectAll().where('site_id', '=', siteId).execute();
  const original = rows.find((row) => row.id === id);
  if (!original) return null;
  await lastPosition(trx, siteId); // throws when there is no room
  const row = {
    ...original,
    id: newId(),
    position: await makeRoomBehind(trx, 'invite', siteId, original),
    version: 1,
    body: copyOfDocument(
      original.body,
      rows.map(({ body }) => body),
    ),
  };
  await trx.insertInto('invite').values(row).execute();
  return toInvite(row);
}

/** Changes an invite that still has this version; null when it has another, or is gone. */
export async function updateInvite(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  version: number,
  input: InviteInput,
): Promise<Invite | null> {
  const row = await updateDocument(db, 'invite', { siteId, id, version }, input);
  return row ? toInvite(row) : null;
}

/** Deletes an invite that still has this version; false when it has another, or is gone. */
export function deleteInvite(db: Kysely<Database>, siteId: string, id: string, version: number): Promise<boolean> {
  return deleteDocument(db, 'invite', { siteId, id, version });
}

/** Puts a site's invites in the order of these ids. Within a transaction. */
export async function updateInviteOrder(trx: Kysely<Database>, siteId: string, ids: readonly string[]): Promise<void> {
  await writeOrder(trx, 'invite', siteId, ids);
}
