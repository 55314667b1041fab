import { chatEntrySchema, chatStates, chatSummarySchema } from '@foyer/protocol/chat';
import { pageOf, pageQuerySchema } from '@foyer/protocol/cursor';
import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole } from '../../http/principal.ts';
import type { Database } from '../../storage/tables.ts';
import { findChat, listChats, listEntries } from './chat-repository.ts';
import type { ChatService } from './chat-service.ts';
import { mayReadChat } from './may-read-chat.ts';

/** Chats of one site, under /api/v1/sites/:siteId/chats. Callers are operators of the site. */
export const chatRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database>; chats: ChatService }> = async (
  app,
  { db, chats },
) => {
  const access = { who: 'operator', touches: 'site' } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const query = pageQuerySchema.extend({
    /** States, separated by commas. */
    state: z
      .string()
      .transform((value) => value.split(','))
      .pipe(z.array(z.enum(chatStates)))
      .optional(),
    visitorId: text(64).optional(),
    /** Id of a wrap-up option, or of a branch of options. */
    wrapUp: z.uuid().optional(),
    /** Id of a tag. */
    tag: z.uuid().optional(),
    /** Id of the department that a chat is for. */
    department: z.uuid().optional(),
  });

  app.get(
    '/',
    { schema: { params: site, querystring: query, response: { 200: pageOf(chatSummarySchema) } }, config: { access } },
    async (request) => {
      const { state, ...page } = request.query;
      const items = await listChats(db, request.params.siteId, { states: state, ...page });
      return { items, next: items.length === page.limit ? (items.at(-1)?.id ?? null) : null };
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
