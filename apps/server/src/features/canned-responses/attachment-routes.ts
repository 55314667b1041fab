import { attachmentLimits, fileId, sentFileName, takenAttachmentSchema } from '@foyer/protocol/chat-file';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { answerFile } from '../chat-files/answer-file.ts';
import { examineFile } from '../chat-files/examine-file.ts';
import type { FileReceiver } from '../chat-files/receive-file.ts';
import { takeUploads, uploadIn, uploadType } from '../chat-files/upload-body.ts';
import type { ImageEncoder } from '../invite-images/encode-image.ts';
import { keepCannedFile } from './canned-file-repository.ts';
import { readAttachment } from './read-attachment.ts';

/**
 * Files for canned responses, under /api/v1/sites/:siteId/canned-responses/files: uploaded first, then named by the response
 * that is saved with them. One that no response has is removed after a day.
 */
export const attachmentRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  receiver: FileReceiver;
  encoder: ImageEncoder;
  limits: RateLimits;
  now: () => number;
}> = async (app, { db, receiver, encoder, limits, now }) => {
  const site = z.object({ siteId: z.uuid() });
  const access = { who: 'operator', touches: 'site' } as const;
  takeUploads(app);

  app.post(
    '/',
    {
      schema: {
        params: site,
        querystring: z.object({ name: sentFileName }),
        response: { 201: takenAttachmentSchema },
        consumes: [uploadType],
        description:
          'The body is the file, of at most 5 MB. Pictures are made anew. Save a canned response with it next.',
      },
      config: { access, takesLong: true },
    },
    async (request, reply) => {
      const { stream, declaredBytes } = uploadIn(request);
      await limits.take('uploadsByOperator', request.operator.operatorId);
      const received = await receiver.receive(stream, declaredBytes, attachmentLimits.bytes);
      try {
        const file = await examineFile(encoder, received, { name: request.query.name, allowsOffice: true });
        const { name, mediaType, bytes } = file;
        const kept = await keepCannedFile(db, { ...file, content: await file.read(0, bytes) }, now());
        return reply.code(201).send({ fileId: kept, name, mediaType, bytes });
      } finally {
        await received.close();
      }
    },
  );

  app.get(
    '/:fileId',
    {
      schema: { params: site.extend({ fileId }), querystring: z.object({ name: sentFileName }) },
      config: { access },
    },
    async (request, reply) => {
      const { siteId, fileId: id } = request.params;
      const file = await readAttachment(db, siteId, request.operator.operatorId, id);
      if (!file) throw new AppError('not_found', 'No canned response that you can use has this file');
      const pieces = async function* () {
        yield await file.read(0, file.bytes);
      };
      const { mediaType, bytes } = file;
      return answerFile(reply, { name: request.query.name, mediaType, bytes, pieces: pieces() }, true);
    },
  );
};
