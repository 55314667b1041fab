import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { contentDisposition } from './safe-file-name.ts';

/** What is answered of a file. */
interface Answered {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly pieces: AsyncIterable<Buffer>;
}

/**
 * Answers with a file's bytes: to be shown only where it is an image that we made, else to be stored. Nothing in it can run, no
 * other site can embed it, and no browser keeps it.
 */
export function answerFile(reply: FastifyReply, file: Answered, isDownload: boolean): FastifyReply {
  const isShown = file.mediaType === 'image/webp' && !isDownload;
  return reply
    .header('content-type', file.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : file.mediaType)
    .header('content-length', file.bytes)
    .header('content-disposition', contentDisposition(isShown ? 'inline' : 'attachment', file.name))
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .send(Readable.from(file.pieces, { objectMode: false }));
}
