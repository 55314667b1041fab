import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { deleteImagesBefore, findImage } from './image-repository.ts';

/** How long a deleted image can be put back, and is served to pages that show it still. */
const keptMs = 86_400_000;

/** Whether a site has an uploaded image of this id. */
export async function hasInviteImage(db: Kysely<Database>, siteId: string, id: string): Promise<boolean> {
  return (await findImage(db, siteId, id)) !== null;
}

/** Removes for good what has been deleted for a day. */
export function removeDeletedImages(db: Kysely<Database>, now: number): Promise<void> {
  return deleteImagesBefore(db, now - keptMs);
}
