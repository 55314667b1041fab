import { tagInputSchema } from '@foyer/protocol/tag';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { type Changer, recordChange } from '../changes/record-change.ts';
import { findTagByName, getTagSettings, insertTag, type StoredTag, selectTags } from './tag-repository.ts';

export { findTag as lookUpTag } from './tag-repository.ts';

/** Names of a site's tags as they are now, by id. */
export async function readTagNames(db: Kysely<Database>, siteId: string): Promise<Map<string, string>> {
  return new Map((await selectTags(db, siteId)).map(({ id, name }) => [id, name]));
}

/**
 * The tag of this name; made, if there is none, where operators may or the caller is an administrator. Throws
 * `invalid_request` otherwise.
 */
export async function findOrMakeTag(
  db: Kysely<Database>,
  siteId: string,
  { name, takesValue }: { name: string; takesValue: boolean },
  { isAdministrator, changer }: { isAdministrator: boolean; changer: Changer },
): Promise<{ tag: StoredTag; isNew: boolean }> {
  const known = await findTagByName(db, siteId, name);
  if (known) return { tag: known, isNew: false };
  if (!isAdministrator && !(await getTagSettings(db, siteId)).operatorsMayAdd)
    throw new AppError('invalid_request', 'This site has no such tag', {
      fields: [{ path: 'name', message: 'is no tag of this site, and only administrators make new ones here' }],
    });
  const made = await insertTag(db, siteId, tagInputSchema.parse({ name, takesValue }));
  if (!made) throw new AppError('conflict', 'Somebody else has just made this tag; try again');
  await recordChange(db, changer, { siteId, kind: 'tag', id: made.id, name: made.name, before: null, after: made });
  return { tag: made, isNew: true };
}
