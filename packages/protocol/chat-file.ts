import { z } from 'zod';
import { clientId } from './chat.ts';
import { text } from './text.ts';

const megabyte = 1_048_576;

/**
 * How much may be sent in chats. `*Megabytes`: the most that a site can allow for one file. `visitorDayBytes`: what one visitor
 * may send in 24 hours, whichever chat; `chatFiles`, `chatBytes`: both sides of one chat; `siteBytes`: all that a site keeps.
 */
export const fileLimits = {
  visitorMegabytes: 25,
  operatorMegabytes: 25,
  visitorDayBytes: 30 * megabyte,
  chatFiles: 200,
  chatBytes: 250 * megabyte,
  siteBytes: 20 * 1024 * megabyte,
} as const;

/** Most pixels that an image may have, width times height, and how large one is kept: px each way. */
export const chatImageLimits = { pixels: 40_000_000, shownPixels: 2560, losslessBytes: 2 * megabyte } as const;

/** Canned responses' attachments: bytes of one, how many one response has, and bytes of all that belong to one scope together. */
export const attachmentLimits = { bytes: 5 * megabyte, perResponse: 5, scopeBytes: 16 * megabyte } as const;

/** Kinds of files that are taken, by their content, with the endings that their names may have. */
export const fileTypes: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'csv', 'log', 'md'],
};

/** Office documents, taken where a site asks for them. */
export const officeTypes: Readonly<Record<string, readonly string[]>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
};

/** The endings of the kinds that are taken, for a browser's choice of files: `.jpg,.png,…`. */
export function acceptedEndings(allowsOffice: boolean): string {
  const all = [...Object.values(fileTypes), ...(allowsOffice ? Object.values(officeTypes) : [])];
  return all
    .flat()
    .map((ending) => `.${ending}`)
    .join(',');
}

/** Id of a stored file: 128 random bits. */
export const fileId = z.string().regex(/^[0-9a-f]{32}$/, { message: 'must be 32 hex digits' });

/** A name as the sender's computer has it; it is made harmless before it is kept. */
export const sentFileName = text(500, 1);

/** What an upload says beside its bytes. */
export const uploadQuerySchema = z.object({ cid: clientId, name: sentFileName });

/** Sends a file that a canned response has along with it. */
export const attachmentSentSchema = z.strictObject({ cid: clientId, fileId, name: sentFileName });

/** Where a visitor's window finds a file for the next minutes. */
export const fileLinkSchema = z.object({ url: z.string(), expiresAt: z.number().int() });

/** A file that a canned response has; its id is that of its content. */
export const attachmentSchema = z.strictObject({ fileId, name: text(120, 1) });
export type Attachment = z.infer<typeof attachmentSchema>;

/** A file as it was taken for a canned response. */
export const takenAttachmentSchema = attachmentSchema.extend({
  mediaType: z.string(),
  bytes: z.number().int(),
});
export type TakenAttachment = z.infer<typeof takenAttachmentSchema>;
