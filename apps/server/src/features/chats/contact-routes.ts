import { contactChangeSchema } from '@foyer/protocol/client-form';
import { cleanTextOrNull } from '@foyer/rules/clean-text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { IncomingEvent, VisitEngine } from '../visits/visit-engine.ts';
import type { ChatService } from './chat-service.ts';

/** Contact details of a chat's visitor, at /api/v1/sites/:siteId/chats/:chatId/contact: changed by the operator who has the chat. */
export const contactRoutes: FastifyPluginAsyncZod<{
  chats: ChatService;
  engine: VisitEngine;
  now: () => number;
}> = async (app, { chats, engine, now }) => {
  app.put(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), chatId: z.uuid() }),
        body: contactChangeSchema,
        response: { 204: z.null() },
      },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request, reply) => {
      const { siteId, chatId } = request.params;
      const chat = await chats.get(siteId, chatId);
      if (chat.operatorId !== request.operator.operatorId)
        throw new AppError('conflict', 'Only the operator who has the chat can change its visitor’s contact details');
      const { variables, ...texts } = request.body;
      const clean = Object.fromEntries(
        Object.entries(texts).flatMap(([key, value]) =>
          // An empty text takes a detail away.
          value === undefined ? [] : [[key, cleanTextOrNull(value, 254) ?? '']],
        ),
      );
      // The same way as what the page reports: rules look at it, lists and lookers-on follow.
      const outcome = await engine.happen({
        type: 'contact.changed',
        at: now(),
        siteId,
        visitorId: chat.visitorId,
        ...clean,
        ...(variables === undefined ? {} : { variables }),
      } as IncomingEvent);
      if (!outcome?.visit)
        throw new AppError('conflict', 'The visit is over: contact details can be changed while the visitor is here');
      await outcome.stored;
      await chats.noteContact(siteId, chatId, { name: outcome.visit.visitor.name, email: outcome.visit.visitor.email });
      return reply.code(204).send(null);
    },
  );
};
