import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { findFileType } from '../chat-files/find-file-type.ts';
import { ImageEncoder } from '../invite-images/encode-image.ts';
import { readWebpSize } from '../invite-images/image-size.ts';
import { cannedFileIdOf, findCannedFile, keepCannedFile, readCannedFileSizes } from './canned-file-repository.ts';
import { ownerOfSite, selectCannedResponses } from './canned-response-repository.ts';

/** An attachment in a configuration file: its content is base64. */
export interface AttachmentDocument {
  readonly name: string;
  readonly content: string;
}

const encoder = new ImageEncoder();
const bytesOf = ({ content }: Pick<AttachmentDocument, 'content'>) => Buffer.from(content, 'base64');

/** Id of an attachment in a file. */
export function attachmentIdIn(file: Pick<AttachmentDocument, 'content'>): string {
  return cannedFileIdOf(bytesOf(file));
}

/** What a site's own canned responses have, each file once, by name. */
export async function readAttachmentDocuments(db: Kysely<Database>, siteId: string): Promise<AttachmentDocument[]> {
  const names = new Map<string, string>();
  for (const { attachments } of await selectCannedResponses(db, [ownerOfSite(siteId)]))
    for (const { fileId, name } of attachments) if (name < (names.get(fileId) ?? '\uffff')) names.set(fileId, name);
  const documents: AttachmentDocument[] = [];
  const key = ([id, name]: [string, string]) => JSON.stringify([name, id]);
  for (const [id, name] of [...names].sort((one, other) => (key(one) < key(other) ? -1 : 1))) {
    const file = await findCannedFile(db, id);
    if (file) documents.push({ name, content: file.content.toString('base64') });
  }
  return documents;
}

/** Which of these ids are of files that are not there. */
export async function findMissingAttachments(db: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  const known = await readCannedFileSizes(db, ids);
  return new Set(ids.filter((id) => !known.has(id)));
}

/** What is wrong with each attachment of a file, in words, or null. Those that are stored were looked at when they came. */
export async function findAttachmentFaults(
  db: Kysely<Database>,
  files: readonly AttachmentDocument[],
): Promise<(string | null)[]> {
  const known = await readCannedFileSizes(db, files.map(attachmentIdIn));
  const faults: (string | null)[] = [];
  for (const file of files) {
    const content = bytesOf(file);
    if (known.has(cannedFileIdOf(content))) faults.push(null);
    else {
      const type = await typeOf(content);
      if ('refusal' in type) faults.push(type.refusal);
      else if (!type.mediaType.startsWith('image/')) faults.push(null);
      else {
        const outcome = await encoder.checkForChat(content);
        faults.push('refusal' in outcome ? outcome.refusal : null);
      }
    }
  }
  return faults;
}

/** Keeps an attachment of a file; the answer is its id. Within a transaction. */
export async function saveAttachmentDocument(
  trx: Kysely<Database>,
  file: AttachmentDocument,
  at: number,
): Promise<string> {
  const content = bytesOf(file);
  const type = await typeOf(content);
  if ('refusal' in type) throw new AppError('invalid_request', `“${file.name}” ${type.refusal}`);
  const { width, height } = readWebpSize(content) ?? { width: null, height: null };
  return keepCannedFile(trx, { mediaType: type.mediaType, bytes: content.length, width, height, content }, at);
}

function typeOf(content: Buffer) {
  const file = {
    bytes: content.length,
    read: async (start: number, length: number) => content.subarray(start, start + length),
  };
  return findFileType(file, { allowsOffice: true });
}
