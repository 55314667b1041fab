import type { FastifyRequest } from 'fastify';
import { AppError } from '../../http/app-error.ts';

/** The type that the bytes of a file are sent as. */
export const uploadType = 'application/octet-stream';

/** Lets the routes of a plugin take files: their bodies are left in the request, to be read piece by piece. */
export function takeUploads(app: {
  addContentTypeParser(
    type: string,
    parse: (request: unknown, payload: unknown, done: (error: Error | null, body?: unknown) => void) => void,
  ): unknown;
}): void {
  app.addContentTypeParser(uploadType, (_request, _payload, done) => done(null, undefined));
}

/** The bytes that a request brings, and how many it says there are. Throws `unsupported_media_type`. */
export function uploadIn(request: FastifyRequest): { stream: AsyncIterable<Buffer>; declaredBytes: number | null } {
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() !== uploadType)
    throw new AppError('unsupported_media_type', `Send the file’s bytes as ${uploadType}`);
  const length = request.headers['content-length'];
  return { stream: request.raw, declaredBytes: length === undefined ? null : Number(length) };
}
