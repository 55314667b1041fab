import { chatEntrySchema, chatStates } from '@foyer/protocol/chat';
import { chatNoteInputSchema } from '@foyer/protocol/note';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { appendEntry } from './chat-log-repository.ts';
import { type ClassifyParts, requireOwnOrSupervised, senderOf } from './classify-chat.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';

/** Notes on one chat, under /api/v1/sites/:siteId/chats/:chatId/notes: entries of its log that its visitor is never told of. */
export const chatNoteRoutes: FastifyPluginAsyncZod<{ parts: ClassifyParts }> = async (app, { parts }) => {
  app.post(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), chatId: z.uuid() }),
        body: chatNoteInputSchema,
        response: { 201: chatEntrySchema },
      },
      config: { access: { who: 'operator', touches: 'chat' } },
    },
    async ({ params: { siteId, chatId }, body: { cid, body }, operator }, reply) => {
      await requireOwnOrSupervised(parts, siteId, chatId, operator);
      const noted = await appendEntry(
        parts.storage.db,
        siteId,
        chatId,
        { states: chatStates },
        {
          sender: senderOf(operator),
          cid,
          content: { kind: 'note', body: maskCardNumbers(body) },
          at: parts.now(),
        },
      );
      if (!noted) throw new AppError('not_found', 'No such chat');
      if (!noted.isRepeat) parts.chats.tellClassified(noted.chat, noted.entry);
      return reply.code(201).send(noted.entry);
    },
  );
};
