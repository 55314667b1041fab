import { createHash } from 'node:crypto';
import { fileTypes, officeTypes } from '@foyer/protocol/chat-file';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Files stand beside the canned responses of all sites; who may see one is told by the responses that have it. */
const everySite = '';

/** A file that canned responses can have, with its bytes. */
export interface CannedFile {
  readonly id: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly content: Buffer;
}

/** Id of a file: it is that of its content. */
export function cannedFileIdOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** Endings that fit the type of a file. */
export function endingsOf(mediaType: string): readonly string[] {
  return fileTypes[mediaType] ?? officeTypes[mediaType] ?? ['bin'];
}

/** Keeps a file; one that is there already stays for another while. */
export async function keepCannedFile(db: Kysely<Database>, file: Omit<CannedFile, 'id'>, at: number): Promise<string> {
  const { mediaType: media_type, bytes, width, height, content } = file;
  const id = cannedFileIdOf(content);
  await db
    .insertInto('canned_file')
    .values({ site_id: everySite, id, media_type, bytes, width, height, uploaded_at: at, content })
    .onConflict((conflict) => conflict.columns(['site_id', 'id']).doUpdateSet({ uploaded_at: at }))
    .execute();
  return id;
}

export async function findCannedFile(db: Kysely<Database>, id: string): Promise<CannedFile | null> {
  const row = await db
    .selectFrom('canned_file')
    .selectAll()
    .where('site_id', '=', everySite)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { media_type: mediaType, bytes, width, height, content } = row;
  return { id, mediaType, bytes, width, height, content: Buffer.from(content) };
}

/** Bytes of each of these files that there are. */
export async function readCannedFileSizes(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('canned_file')
    .select(['id', 'bytes'])
    .where('site_id', '=', everySite)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** Removes what was uploaded before an instant and no canned response has. */
export async function deleteUnusedCannedFiles(db: Kysely<Database>, before: number): Promise<void> {
  await db
    .deleteFrom('canned_file')
    .where('uploaded_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('canned_response')
            .select('canned_response.id')
            .where('canned_response.body', 'like', sql<string>`'%' || canned_file.id || '%'`),
        ),
      ),
    )
    .execute();
}
