import { type Attachment, attachmentLimits } from '@foyer/protocol/chat-file';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { readCannedFileSizes } from './canned-file-repository.ts';
import { type CannedOwner, selectCannedResponses } from './canned-response-repository.ts';

/** Throws when a canned response names files that are not there, or its owner would have too much in files. `id`: of a stored one. */
export async function checkAttachments(
  db: Kysely<Database>,
  owner: CannedOwner,
  { id, attachments }: { readonly id: string | null; readonly attachments: readonly Attachment[] },
): Promise<void> {
  if (attachments.length === 0) return;
  const others = (await selectCannedResponses(db, [owner])).filter((response) => response.id !== id);
  const wanted = new Set(
    [...others.flatMap((response) => response.attachments), ...attachments].map((one) => one.fileId),
  );
  const sizes = await readCannedFileSizes(db, [...wanted]);
  const gone = attachments.findIndex(({ fileId }) => !sizes.has(fileId));
  if (gone >= 0) throw fault(`attachments.${gone}`, 'is not there any more: attach it again');
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > attachmentLimits.scopeBytes)
    throw fault('attachments', `would be more than ${attachmentLimits.scopeBytes / 1_048_576} MB of files in all`);
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid_request', `An attachment ${message}`, { fields: [{ path, message }] });
}
