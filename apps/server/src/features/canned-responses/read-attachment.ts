import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { endingsOf, findCannedFile } from './canned-file-repository.ts';
import { globalOwner, ownerOfOperator, ownerOfSite, selectCannedResponses } from './canned-response-repository.ts';

/** An attachment as it can be sent. */
export interface ReadAttachment {
  readonly mediaType: string;
  readonly endings: readonly string[];
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  read(start: number, length: number): Promise<Buffer>;
}

/** A file that some canned response has which this operator can use on this site; null: none has. */
export async function readAttachment(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
  fileId: string,
): Promise<ReadAttachment | null> {
  const usable = await selectCannedResponses(db, [globalOwner, ownerOfSite(siteId), ownerOfOperator(operatorId)]);
  if (!usable.some(({ attachments }) => attachments.some((one) => one.fileId === fileId))) return null;
  const file = await findCannedFile(db, fileId);
  if (!file) return null;
  const { mediaType, bytes, width, height, content } = file;
  return {
    mediaType,
    endings: endingsOf(mediaType),
    bytes,
    width,
    height,
    read: async (start, length) => content.subarray(start, start + length),
  };
}
