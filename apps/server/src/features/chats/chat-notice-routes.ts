import { chatNoticeSchema } from '@foyer/protocol/chat-notice';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { listNotices } from './chat-notice-repository.ts';
import type { ChatService } from './chat-service.ts';

/** Who could have taken a chat, who was told, and whose client has shown it, at /api/v1/sites/:siteId/chats/:chatId/notices. */
export const chatNoticeRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database>; chats: ChatService }> = async (
  app,
  { db, chats },
) => {
  app.get(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), chatId: z.uuid() }),
        response: { 200: z.object({ items: z.array(chatNoticeSchema) }) },
      },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId, chatId } }) => {
      await chats.get(siteId, chatId);
      return { items: await listNotices(db, siteId, chatId) };
    },
  );
};
