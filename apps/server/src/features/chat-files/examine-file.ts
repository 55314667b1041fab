import { AppError } from '../../http/app-error.ts';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';
import type { ImageEncoder } from '../invite-images/encode-image.ts';
import { findFileType } from './find-file-type.ts';
import type { ReceivedFile } from './receive-file.ts';
import { safeFileName } from './safe-file-name.ts';

/** A file that may be kept: an image as we made it anew, or any other as it was sent. */
export interface KeepableFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** px; null: no image. */
  readonly width: number | null;
  readonly height: number | null;
  read(start: number, length: number): Promise<Buffer>;
}

/** Looks at a file that came in under a name. Throws `invalid_request` saying why it is not taken. */
export async function examineFile(
  encoder: ImageEncoder,
  received: ReceivedFile,
  { name, allowsOffice }: { readonly name: string; readonly allowsOffice: boolean },
): Promise<KeepableFile> {
  const type = await findFileType(received, { allowsOffice });
  if ('refusal' in type) throw refused(type.refusal);
  const { mediaType, endings } = type;
  const safeName = maskCardNumbers(safeFileName(name, endings));
  if (!mediaType.startsWith('image/'))
    return { name: safeName, mediaType, bytes: received.bytes, width: null, height: null, read: received.read };
  const outcome = await encoder.encodeForChat(await received.read(0, received.bytes));
  if ('refusal' in outcome) throw refused(outcome.refusal);
  const { content, width, height } = outcome.image;
  return {
    name: safeName.replace(/\.[^.]*$/, '.webp'),
    mediaType: 'image/webp',
    bytes: content.length,
    width,
    height,
    read: async (start, length) => Buffer.from(content.subarray(start, start + length)),
  };
}

function refused(message: string): AppError {
  return new AppError('invalid_request', `The file ${message}`, { fields: [{ path: 'file', message }] });
}
