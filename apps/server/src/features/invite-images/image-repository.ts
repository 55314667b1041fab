import { createHash } from 'node:crypto';
import { type InviteImage, inviteImageLimits } from '@foyer/protocol/invite-image';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import type { EncodedImage } from './encoded-image.ts';

/** An image as it is stored, without its content. */
export type StoredImage = Omit<InviteImage, 'usedBy'>;

const columns = ['id', 'version', 'name', 'width', 'height', 'bytes', 'was_animated', 'uploaded_at'] as const;

function toImage(row: Pick<Selectable<Database['invite_image']>, (typeof columns)[number]>): StoredImage {
  const { was_animated: wasAnimated, uploaded_at: uploadedAt, ...same } = row;
  return { ...same, wasAnimated: wasAnimated === 1, uploadedAt };
}

/** Id of an image: it is that of its content. */
export function imageIdOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** A site's images, the newest first. */
export async function selectImages(db: Kysely<Database>, siteId: string): Promise<StoredImage[]> {
  const rows = await db
    .selectFrom('invite_image')
    .select(columns)
    .where('site_id', '=', siteId)
    .where('deleted_at', 'is', null)
    .orderBy('uploaded_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(toImage);
}

/** An image of a site that is not deleted, or null. */
export async function findImage(db: Kysely<Database>, siteId: string, id: string): Promise<StoredImage | null> {
  const row = await db
    .selectFrom('invite_image')
    .select(columns)
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row ? toImage(row) : null;
}

/** The bytes of an image, or null. Those of a deleted one are there until it is removed: pages may still be showing it. */
export async function findImageContent(db: Kysely<Database>, siteId: string, id: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('invite_image')
    .select('content')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? Buffer.from(row.content) : null;
}

/** The images of a site that have these ids, with their bytes. */
export async function selectImagesWithContent(
  db: Kysely<Database>,
  siteId: string,
  ids: readonly string[],
): Promise<(Pick<StoredImage, 'id' | 'version' | 'name'> & { readonly content: Buffer })[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('invite_image')
    .select(['id', 'version', 'name', 'content'])
    .where('site_id', '=', siteId)
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute();
  return rows.map((row) => ({ ...row, content: Buffer.from(row.content) }));
}

/** Which of these ids are of images that any site has, or had a moment ago. */
export async function selectKnownIds(db: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('invite_image')
    .select('id')
    .distinct()
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Stores an image; one that was deleted is put back. `before`: it was there already, and stays as it is. Throws `conflict`
 * when there is no room. Within a transaction.
 */
export async function insertImage(
  trx: Kysely<Database>,
  siteId: string,
  image: EncodedImage,
  { name, at }: { readonly name: string; readonly at: number },
): Promise<{ before: StoredImage | null; after: StoredImage }> {
  const id = imageIdOf(image.content);
  const known = await findImage(trx, siteId, id);
  if (known) return { before: known, after: known };
  await refuseFull(trx, siteId);
  const row = {
    site_id: siteId,
    id,
    version: 1,
    name,
    width: image.width,
    height: image.height,
    bytes: image.content.length,
    was_animated: image.wasAnimated ? 1 : 0,
    uploaded_at: at,
    deleted_at: null,
    content: image.content,
  };
  const stored = await trx
    .insertInto('invite_image')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'id']).doUpdateSet((eb) => ({
        name,
        uploaded_at: at,
        deleted_at: null,
        version: eb('invite_image.version', '+', 1),
      })),
    )
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { before: null, after: toImage(stored) };
}

async function refuseFull(trx: Kysely<Database>, siteId: string): Promise<void> {
  const { count } = await trx
    .selectFrom('invite_image')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', siteId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(count) >= inviteImageLimits.perSite)
    throw new AppError('conflict', `A site can have at most ${inviteImageLimits.perSite} images; delete one first`);
}

/** Renames an image that still has this version; null when it has another, or is gone. */
export async function renameImage(
  trx: Kysely<Database>,
  siteId: string,
  { id, version, name }: { readonly id: string; readonly version: number; readonly name: string },
): Promise<StoredImage | null> {
  const row = await trx
    .updateTable('invite_image')
    .set((eb) => ({ name, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .returning(columns)
    .executeTakeFirst();
  return row ? toImage(row) : null;
}

/** Deletes an image (`at`: since when), or puts a deleted one back (null). Null: no such image, or it is so already. */
export async function markImageDeleted(
  trx: Kysely<Database>,
  siteId: string,
  id: string,
  at: number | null,
): Promise<StoredImage | null> {
  const row = await trx
    .updateTable('invite_image')
    .set((eb) => ({ deleted_at: at, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('deleted_at', at === null ? 'is not' : 'is', null)
    .returning(columns)
    .executeTakeFirst();
  return row ? toImage(row) : null;
}

/** Removes for good the images that were deleted before an instant. */
export async function deleteImagesBefore(db: Kysely<Database>, at: number): Promise<void> {
  await db.deleteFrom('invite_image').where('deleted_at', '<', at).execute();
}
