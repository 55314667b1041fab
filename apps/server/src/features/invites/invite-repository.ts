import { type Invite, type InviteInput, inviteInputSchema, inviteSchema } from '@foyer/protocol/invite';
import type { Kysely, Selectable } from 'kysely';
import { newId } from '../../http/new-id.ts';
import { makeRoomBehind } from '../../storage/document-order.ts';
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

export async function insertInvite(db: Kysely<Database>, siteId: string, input: InviteInput): Promise<Invite> {
  const last = await db
    .selectFrom('invite')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const row = {
    site_id: siteId,
    id: newId(),
    position: Number(last?.position ?? 0) + 1,
    version: 1,
    body: JSON.stringify(input),
  };
  await db.insertInto('invite').values(row).execute();
  return toInvite(row);
}

/** Puts a disabled copy right behind an invite; null: no such invite. Within a transaction. */
export async function copyInvite(trx: Kysely<Database>, siteId: string, id: string): Promise<Invite | null> {
  const rows = await trx.selectFrom('invite').selectAll().where('site_id', '=', siteId).execute();
  const original = rows.find((row) => row.id === id);
  if (!original) return null;
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
