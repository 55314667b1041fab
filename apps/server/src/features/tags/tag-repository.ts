import { type TagInput, type TagSettings, tagFields, tagSettingsSchema } from '@foyer/protocol/tag';
import { foldText } from '@foyer/rules/fold-text';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** A tag as stored; how many chats carry it is not part of it. */
export type StoredTag = TagInput & { readonly id: string; readonly version: number };

const bodySchema = z.strictObject(tagFields);

function toTag(row: Selectable<Database['tag']>): StoredTag {
  return { ...bodySchema.parse(JSON.parse(row.body)), id: row.id, version: row.version };
}

/** A site's tags, archived ones too, by name. */
export async function selectTags(db: Kysely<Database>, siteId: string): Promise<StoredTag[]> {
  const rows = await db.selectFrom('tag').selectAll().where('site_id', '=', siteId).orderBy('folded_name').execute();
  return rows.map(toTag);
}

export async function findTag(db: Kysely<Database>, siteId: string, id: string): Promise<StoredTag | null> {
  const row = await db
    .selectFrom('tag')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toTag(row) : null;
}

/** The tag of this name, whatever its case. */
export async function findTagByName(db: Kysely<Database>, siteId: string, name: string): Promise<StoredTag | null> {
  const row = await db
    .selectFrom('tag')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('folded_name', '=', foldText(name))
    .executeTakeFirst();
  return row ? toTag(row) : null;
}

/** Adds a tag. Null: there is one of that name. `id`: as it was before it was deleted. */
export async function insertTag(
  db: Kysely<Database>,
  siteId: string,
  input: TagInput,
  id = newId(),
): Promise<StoredTag | null> {
  const row = await db
    .insertInto('tag')
    .values({ site_id: siteId, id, version: 1, folded_name: foldText(input.name), body: JSON.stringify(input) })
    .onConflict((conflict) => conflict.columns(['site_id', 'folded_name']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? toTag(row) : null;
}

/** Changes a tag that still has this version; null when it has another, or is gone. A name that is taken breaks the unique key. */
export async function updateTag(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  version: number,
  input: TagInput,
): Promise<StoredTag | null> {
  const row = await db
    .updateTable('tag')
    .set({ version: version + 1, folded_name: foldText(input.name), body: JSON.stringify(input) })
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ? toTag(row) : null;
}

/** Frees the name of a tag that is about to get another. Within a transaction. */
export async function freeTagName(trx: Kysely<Database>, siteId: string, id: string): Promise<void> {
  await trx
    .updateTable('tag')
    // No folded name has capitals.
    .set({ folded_name: `FREED ${id}` })
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .execute();
}

/** Deletes a tag that still has this version; false when it has another, or is gone. */
export async function deleteTag(db: Kysely<Database>, siteId: string, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('tag')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

/** A site's rights around tags; those of version 0 when it has never saved any. */
export async function getTagSettings(db: Kysely<Database>, siteId: string): Promise<TagSettings> {
  const row = await db.selectFrom('tag_settings').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  return tagSettingsSchema.parse(row ? { ...JSON.parse(row.body), version: row.version } : { version: 0 });
}

/** Saves them if they still have this version (0: none saved yet); null otherwise. */
export async function saveTagSettings(
  db: Kysely<Database>,
  siteId: string,
  { version, ...settings }: TagSettings,
): Promise<TagSettings | null> {
  const body = JSON.stringify(settings);
  const saved =
    version === 0
      ? await db
          .insertInto('tag_settings')
          .values({ site_id: siteId, version: 1, body })
          .onConflict((conflict) => conflict.column('site_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('tag_settings')
          .set({ version: version + 1, body })
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved ? { ...settings, version: saved.version } : null;
}
