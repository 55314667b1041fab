import type { Attachment } from '@foyer/protocol/chat-file';
import type { FieldError } from '@foyer/rules/field-error';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import {
  type AttachmentDocument,
  attachmentIdIn,
  findAttachmentFaults,
  findMissingAttachments,
  readAttachmentDocuments,
  saveAttachmentDocument,
} from '../canned-responses/attachment-documents.ts';
import type { Entries, Entry, Kind } from './kind.ts';

const section = 'cannedFiles';

/** Files that a site's canned responses have. One that a file leaves out stays. */
export const cannedFilesKind: Kind = {
  section,
  announces: 'cannedResponses',
  log: { kind: 'cannedFile', name: 'Attachment' },
  references: [],
  isUnordered: true,
  keepsLeftOut: true,
  read: async (db, siteId) => (await readAttachmentDocuments(db, siteId)).map((file) => entryOf(file, 1)),
  fromSection: (files) =>
    (files as AttachmentDocument[]).map(({ name, content }) =>
      // Written in one way, whatever way the file has it in.
      entryOf({ name, content: Buffer.from(content, 'base64').toString('base64') }, null),
    ),
  toSection: (entries) => entries.map(({ content }) => content),
  check(site) {
    const named = new Set(attachmentsOf(site).map(({ attachment }) => attachment.fileId));
    const seen = new Set<string | null>();
    return (site.get(section) ?? []).flatMap(({ id, version, name }, index): FieldError[] => {
      const isDouble = seen.has(id);
      seen.add(id);
      if (isDouble) return [{ path: `${section}.${index}`, message: 'stands here twice' }];
      if (version !== null || named.has(id ?? '')) return [];
      return [{ path: `${section}.${index}`, message: `no canned response of the site has “${name}”: leave it out` }];
    });
  },
  async checkTargets({ storage }, entries) {
    const faults = await findAttachmentFaults(storage.db, entries.map(fileOf));
    return faults.flatMap((message, index) =>
      message === null ? [] : [{ path: `${section}.${index}.content`, message }],
    );
  },
  hide: ({ content: _content, ...file }) => file,
  async save({ now }, trx, _siteId, pairs) {
    const ids: string[] = [];
    for (const { after } of pairs) if (after) ids.push(await saveAttachmentDocument(trx, fileOf(after), now()));
    return { ids, made: [] };
  },
};

/** Attachments of canned responses that are neither stored nor in the file. */
export async function checkCannedFiles(db: Kysely<Database>, site: Entries): Promise<FieldError[]> {
  const inFile = new Set((site.get(section) ?? []).map(({ id }) => id));
  const wanted = attachmentsOf(site).filter(({ attachment }) => !inFile.has(attachment.fileId));
  const missing = await findMissingAttachments(
    db,
    wanted.map(({ attachment }) => attachment.fileId),
  );
  return wanted.flatMap(({ attachment, path }) =>
    missing.has(attachment.fileId)
      ? [{ path, message: `“${attachment.name}” is a file that neither this server nor ${section} of the file has` }]
      : [],
  );
}

function attachmentsOf(site: Entries): { readonly attachment: Attachment; readonly path: string }[] {
  return (site.get('cannedResponses') ?? []).flatMap(({ content }, index) =>
    ((content.attachments ?? []) as Attachment[]).map((attachment, place) => ({
      attachment,
      path: `cannedResponses.${index}.attachments.${place}`,
    })),
  );
}

function entryOf({ name, content }: AttachmentDocument, version: number | null): Entry {
  return { id: attachmentIdIn({ content }), version, name, content: { name, content }, isFixed: false };
}

function fileOf({ content }: Entry): AttachmentDocument {
  return content as unknown as AttachmentDocument;
}
