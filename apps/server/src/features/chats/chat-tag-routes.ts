import { chatSummarySchema, chatTagSchema } from '@foyer/protocol/chat';
import { chatTagByNameSchema, chatTagChangeSchema } from '@foyer/protocol/tag';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ClassifyParts } from './classify-chat.ts';
import { tagChat, tagChatByName, untagChat } from './tag-chat.ts';

/** Tags of one chat, under /api/v1/sites/:siteId/chats/:chatId/tags. Operators who are or were in it change them, and supervisors. */
export const chatTagRoutes: FastifyPluginAsyncZod<{
  parts: ClassifyParts;
  announce: (siteId: string, documents: 'tags') => Promise<void>;
}> = async (app, { parts, announce }) => {
  const chat = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const params = chat.extend({ tagId: z.uuid() });
  const inChat = { access: { who: 'operator', touches: 'chat' } } as const;

  app.get(
    '/',
    {
      schema: { params: chat, response: { 200: z.object({ items: z.array(chatTagSchema) }) } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId, chatId } }) => ({ items: (await parts.chats.get(siteId, chatId)).tags }),
  );

  app.post(
    '/',
    { schema: { params: chat, body: chatTagByNameSchema, response: { 200: chatSummarySchema } }, config: inChat },
    async ({ params: { siteId, chatId }, body, operator }) => {
      const tagged = await tagChatByName(parts, siteId, chatId, body, operator);
      if (tagged.isNew) await announce(siteId, 'tags');
      return tagged.chat;
    },
  );

  app.put(
    '/:tagId',
    { schema: { params, body: chatTagChangeSchema, response: { 200: chatSummarySchema } }, config: inChat },
    async ({ params: { siteId, chatId, tagId }, body, operator }) =>
      tagChat(parts, siteId, chatId, { tagId, value: body.value }, operator),
  );

  app.delete(
    '/:tagId',
    { schema: { params, response: { 200: chatSummarySchema } }, config: inChat },
    async ({ params: { siteId, chatId, tagId }, operator }) => untagChat(parts, siteId, chatId, tagId, operator),
  );
};
