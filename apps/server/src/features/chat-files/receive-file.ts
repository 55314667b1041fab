import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../http/app-error.ts';

/** A file as it came in. Its place has no name any more: whatever happens to this process, nothing of it stays. */
export interface ReceivedFile {
  readonly bytes: number;
  /** Of what was sent, hex. */
  readonly sha256: string;
  /** So many bytes from `start` on, or fewer at the end of the file. */
  read(start: number, length: number): Promise<Buffer>;
  /** Lets go of it for good. */
  close(): Promise<void>;
}

/** Files that come in at the same time on one node. */
const mostAtOnce = 40;

/** Takes files in, a few at a time, each into a place of its own on the disk: our memory holds only a piece of it. */
export class FileReceiver {
  #underWay = 0;

  /**
   * Reads a stream to its end. `declaredBytes`: what its sender says of its length, if they do. Throws `too_large` as soon as
   * it is known, `unavailable` when too many come in, and whatever breaks the stream; nothing of the file stays then.
   */
  async receive(stream: AsyncIterable<Buffer>, declaredBytes: number | null, maxBytes: number): Promise<ReceivedFile> {
    if (declaredBytes !== null && declaredBytes > maxBytes) throw tooLarge(maxBytes);
    if (this.#underWay >= mostAtOnce)
      throw new AppError('unavailable', 'Too many files are being sent just now', { retryAfterMs: 5000 });
    this.#underWay += 1;
    try {
      return await receiveInto(await openNameless(), stream, maxBytes);
    } finally {
      this.#underWay -= 1;
    }
  }
}

function tooLarge(maxBytes: number): AppError {
  const message = `is larger than ${Math.floor(maxBytes / 1_048_576)} MB`;
  return new AppError('too_large', `The file ${message}`, { fields: [{ path: 'file', message }] });
}

/** Open for reading and writing, and in no folder. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `foyer-upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

async function receiveInto(handle: FileHandle, stream: AsyncIterable<Buffer>, maxBytes: number): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of stream) {
      if (bytes + piece.length > maxBytes) throw tooLarge(maxBytes);
      await handle.write(piece, 0, piece.length, bytes);
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    await handle.close();
    throw isBrokenOff(error)
      ? new AppError('unavailable', 'The file broke off on its way; send it again', { cause: error })
      : error;
  }
  return {
    bytes,
    sha256: hash.digest('hex'),
    async read(start, length) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, bytes - start)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

/** Whether the sender's connection went away. */
function isBrokenOff(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string };
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError';
}
