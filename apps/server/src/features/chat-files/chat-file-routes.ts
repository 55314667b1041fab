import { chatEntrySchema } from '@foyer/protocol/chat';
import { attachmentSentSchema, fileId, uploadQuerySchema } from '@foyer/protocol/chat-file';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { readAttachment } from '../canned-responses/read-attachment.ts';
import { answerFile } from './answer-file.ts';
import { findFile, readPieces } from './chat-file-repository.ts';
import { safeFileName } from './safe-file-name.ts';
import { type ChatFileParts, sendChatFile, storeAsEntry } from './send-chat-file.ts';
import { takeUploads, uploadIn, uploadType } from './upload-body.ts';

/** Files of one chat, under /api/v1/sites/:siteId/chats/:chatId/files. The operator who has the chat sends; operators of the site read. */
export const chatFileRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  parts: ChatFileParts;
  limits: RateLimits;
}> = async (app, { db, parts, limits }) => {
  const chat = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const sends = { access: { who: 'operator', touches: 'heldChat' }, takesLong: true } as const;
  takeUploads(app);

  async function requireHeld(siteId: string, chatId: string, operator: OperatorPrincipal): Promise<void> {
    const { operatorId } = await parts.chats.get(siteId, chatId);
    if (operatorId !== operator.operatorId) throw new AppError('forbidden', 'This chat is not yours');
  }

  app.post(
    '/',
    {
      schema: {
        params: chat,
        querystring: uploadQuerySchema,
        response: { 201: chatEntrySchema },
        consumes: [uploadType],
        description:
          'The body is the file. Pictures are made anew; other files are kept as they are, and are only ever downloaded. A repeat of `cid` with the same file answers the entry that exists.',
      },
      config: sends,
    },
    async (request, reply) => {
      const { siteId, chatId } = request.params;
      await requireHeld(siteId, chatId, request.operator);
      const upload = { ...request.query, ...uploadIn(request) };
      await limits.take('uploadsByOperator', request.operator.operatorId);
      return reply.code(201).send(await sendChatFile(parts, siteId, chatId, request.operator, upload));
    },
  );

  app.post(
    '/canned',
    {
      schema: { params: chat, body: attachmentSentSchema, response: { 201: chatEntrySchema } },
      config: { access: { who: 'operator', touches: 'heldChat' } },
    },
    async (request, reply) => {
      const { siteId, chatId } = request.params;
      const { operator } = request;
      await requireHeld(siteId, chatId, operator);
      const { cid, fileId: id, name } = request.body;
      if (!(await parts.optionsOf(siteId))?.fromOperators)
        throw new AppError('forbidden', 'Files cannot be sent on this site');
      const found = await readAttachment(db, siteId, operator.operatorId, id);
      if (!found) throw new AppError('not_found', 'No canned response that you can use has this file');
      const file = { ...found, name: safeFileName(name, found.endings) };
      const entry = await storeAsEntry(parts, siteId, chatId, operator, { cid, fingerprint: `${id} ${name}`, file });
      return reply.code(201).send(entry);
    },
  );

  app.get(
    '/:fileId',
    {
      schema: {
        params: chat.extend({ fileId }),
        querystring: z.object({ download: z.enum(['1']).optional() }),
        description: 'The file’s bytes. Pictures may be shown; `download=1` stores them as any other file.',
      },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request, reply) => {
      const { siteId, chatId, fileId: id } = request.params;
      const file = await findFile(db, siteId, id, chatId);
      if (!file) throw new AppError('not_found', 'No such file');
      return answerFile(reply, { ...file, pieces: readPieces(db, siteId, id) }, request.query.download === '1');
    },
  );
};
