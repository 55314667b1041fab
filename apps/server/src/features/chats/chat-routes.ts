import { chatEntrySchema, chatSummarySchema } from '@foyer/protocol/chat';
import { chatListQuerySchema, listedChatSchema } from '@foyer/protocol/chat-list';
import { pageOf } from '@foyer/protocol/cursor';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole } from '../../http/principal.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { findChat, listEntries } from './chat-repository.ts';
import { toSummary } from './chat-row.ts';
import type { ChatService } from './chat-service.ts';
import { listChatPage } from './list-chat-page.ts';
import { mayReadChat } from './may-read-chat.ts';

interface ChatRouteOptions {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly limits: RateLimits;
}

/** Chats of one site, under /api/v1/sites/:siteId/chats. Callers are operators of the site. */
export const chatRoutes: FastifyPluginAsyncZod<ChatRouteOptions> = async (app, { storage, chats, limits }) => {
  const { db } = storage;
  const access = { who: 'operator', touches: 'site' } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), chatId: z.uuid() });

  app.get(
    '/',
    {
      schema: { params: site, querystring: chatListQuerySchema, response: { 200: pageOf(listedChatSchema) } },
      config: { access },
    },
    async ({ params: { siteId }, query, operator }, reply) => {
      if (query.text !== undefined) await limits.take('searchesByOperator', operator.operatorId);
      const found = await lookUpSite(db, siteId);
      if (!found) throw new AppError('not_found', 'No such site');
      const isWanted = () => !reply.raw.destroyed;
      const { rows, hits, next } = await listChatPage(storage, found, operator, query, { isWanted });
      return {
        items: rows.map((row) => ({ ...toSummary(row), ...(hits && { hits: hits.get(row.id) ?? [] }) })),
        next,
      };
    },
  );

  app.get(
    '/:chatId',
    { schema: { params, response: { 200: chatSummarySchema } }, config: { access } },
    async (request) => {
      const chat = await findChat(db, request.params.siteId, request.params.chatId);
      if (!chat) throw new AppError('not_found', 'No such chat');
      return chat;
    },
  );

  app.post(
    '/:chatId/end',
    {
      schema: { params, response: { 200: chatSummarySchema } },
      config: { access: { who: 'operator', touches: 'heldChat' } },
    },
    async ({ params: { siteId, chatId }, operator }) => {
      const { operatorId } = await chats.get(siteId, chatId);
      if (operatorId !== operator.operatorId) throw new AppError('forbidden', 'This chat is not yours');
      return chats.end(siteId, chatId, operator);
    },
  );

  app.get(
    '/:chatId/entries',
    {
      schema: {
        params,
        querystring: z.strictObject({
          after: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(200),
        }),
        response: { 200: z.object({ items: z.array(chatEntrySchema), next: z.number().int().nullable() }) },
      },
      config: { access: { who: 'operator', touches: 'readableChat' } },
    },
    async (request) => {
      const { siteId, chatId } = request.params;
      const chat = await findChat(db, siteId, chatId);
      if (!chat) throw new AppError('not_found', 'No such chat');
      const { operatorId, role } = request.operator;
      if (!(await mayReadChat(db, chat, { operatorId, oversees: hasRole(role, 'supervisor') })))
        throw new AppError('forbidden', `${chat.operatorName ?? 'Somebody else'} has this chat`);
      const { after, limit } = request.query;
      const items = await listEntries(db, siteId, chatId, after, limit);
      return { items, next: items.length === limit ? (items.at(-1)?.seq ?? null) : null };
    },
  );
};
