import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../http/app-error.ts';

/** The type that the bytes of a file are sent as. */
export const uploadType = 'application/octet-stream';

/** What is still read of a file that is refused, so that its sender hears why; then the connection is cut. */
const drainedBytes = 32 * 1_048_576;

/** Lets the routes of a plugin take files: their bodies are left in the request, to be read piece by piece. */
export function takeUploads(app: Pick<FastifyInstance, 'addContentTypeParser' | 'addHook'>): void {
  app.addContentTypeParser(uploadType, (_request, _payload, done) => done(null, undefined));
  app.addHook('onError', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return;
    let left = drainedBytes;
    raw.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left < 0) raw.destroy();
    });
  });
}

/** The bytes that a request brings, and how many it says there are. Throws `unsupported_media_type`. */
export function uploadIn(request: FastifyRequest): { stream: AsyncIterable<Buffer>; declaredBytes: number | null } {
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() !== uploadType)
    throw new AppError('unsupported_media_type', `Send the file’s bytes as ${uploadType}`);
  const length = request.headers['content-length'];
  // Reading that stops half way must not take the connection down: there is an answer to be given.
  const stream = request.raw.iterator({ destroyOnReturn: false });
  return { stream, declaredBytes: length === undefined ? null : Number(length) };
}
