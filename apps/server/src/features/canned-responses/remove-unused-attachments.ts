import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { deleteUnusedCannedFiles } from './canned-file-repository.ts';

/** How long a file waits for the canned response that it was uploaded for, or that is put back. */
const keptMs = 86_400_000;

/** Removes the files that no canned response has, and has not had for a day. */
export function removeUnusedAttachments(db: Kysely<Database>, now: number): Promise<void> {
  return deleteUnusedCannedFiles(db, now - keptMs);
}
