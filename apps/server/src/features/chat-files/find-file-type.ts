import { fileTypes, officeTypes } from '@foyer/protocol/chat-file';
import { fileTypeFromBuffer } from 'file-type';
import { findOfficeType } from './find-office-type.ts';
import type { ReceivedFile } from './receive-file.ts';

/** What a file is by its content, whatever its sender says; or why it is not taken, to be read after “The file”. */
export type FoundType =
  | { readonly mediaType: string; readonly endings: readonly string[] }
  | { readonly refusal: string };

/** So much of a file is looked at to tell its kind. */
const headBytes = 1_048_576;
const pieceBytes = 262_144;

/** What browsers would take for a page, or for a drawing that can carry a script. */
const markup = /<\s*(!doctype|\?xml|html|head|body|script|style|svg|iframe|object|embed|meta|link)\b/i;

/** Tells what a file is. An archive is never unpacked: of an office document the names of its parts are read, no more. */
export async function findFileType(
  file: Pick<ReceivedFile, 'bytes' | 'read'>,
  { allowsOffice }: { readonly allowsOffice: boolean },
): Promise<FoundType> {
  if (file.bytes === 0) return { refusal: 'is empty' };
  const head = await file.read(0, headBytes);
  if (isZip(head)) return judgeZip(await findOfficeType(file), allowsOffice);
  const found = (await fileTypeFromBuffer(head))?.mime;
  const mediaType = found === 'image/apng' ? 'image/png' : (found ?? (await findText(file, head)));
  const endings = mediaType === null ? undefined : fileTypes[mediaType];
  if (mediaType !== null && endings) return { mediaType, endings };
  const what = found === undefined ? '' : ` (its content is ${found})`;
  return { refusal: `is of a kind that is not taken${what}: ${takenKinds(allowsOffice)}` };
}

function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt16BE(0) === 0x504b && [0x0304, 0x0506, 0x0708].includes(head.readUInt16BE(2));
}

function judgeZip(mediaType: string | null, allowsOffice: boolean): FoundType {
  const endings = mediaType === null ? undefined : officeTypes[mediaType];
  if (mediaType !== null && endings && allowsOffice) return { mediaType, endings };
  const what = mediaType === null ? 'is an archive' : 'is an office document';
  return { refusal: `${what}, which is not taken here: ${takenKinds(allowsOffice)}` };
}

function takenKinds(allowsOffice: boolean): string {
  return `send a JPEG, PNG, WebP or GIF picture, a PDF${allowsOffice ? ', a plain text or an office document' : ' or a plain text'}`;
}

/** `text/plain` when there is nothing but text in a file, and no page; else null. */
async function findText(file: Pick<ReceivedFile, 'bytes' | 'read'>, head: Buffer): Promise<string | null> {
  if (markup.test(head.toString('latin1'))) return null;
  for (let start = 0; start < file.bytes; start += pieceBytes)
    if (hasControls(await file.read(start, pieceBytes))) return null;
  return 'text/plain';
}

/** Whether there are bytes that no text has. Tab, line feed, form feed and return are of texts. */
function hasControls(piece: Buffer): boolean {
  return piece.some((byte) => (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)) || byte === 0x7f);
}
