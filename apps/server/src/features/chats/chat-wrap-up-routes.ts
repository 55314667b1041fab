import { chatSummarySchema, chatWrapUpSchema } from '@foyer/protocol/chat';
import { text } from '@foyer/protocol/text';
import { wrapUpCallbackSchema, wrapUpChoiceSchema, wrapUpLinkSchema } from '@foyer/protocol/wrap-up';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { readWrapUp } from '../wrap-up/read-wrap-up.ts';
import type { WrapUpCallbacks } from '../wrap-up/wrap-up-callbacks.ts';
import { type ClassifyParts, requireOwnOrSupervised } from './classify-chat.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';
import { chooseWrapUp, completeWrapUp, openWrapUpLink } from './wrap-up-chat.ts';
import { fillWrapUpLink } from './wrap-up-link.ts';

/** The wrap-up of one chat, under /api/v1/sites/:siteId/chats/:chatId/wrap-up. */
export const chatWrapUpRoutes: FastifyPluginAsyncZod<{
  parts: ClassifyParts;
  callbacks: WrapUpCallbacks;
  /** The address under which this server is reached, without a slash at its end. */
  origin: () => string;
}> = async (app, { parts, callbacks, origin }) => {
  const params = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const { db } = parts.storage;
  const inChat = { access: { who: 'operator', touches: 'chat' } } as const;

  app.get(
    '/',
    {
      schema: { params, response: { 200: z.object({ wrapUp: chatWrapUpSchema.nullable() }) } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId, chatId } }) => ({ wrapUp: (await parts.chats.get(siteId, chatId)).wrapUp }),
  );

  app.put(
    '/',
    { schema: { params, body: wrapUpChoiceSchema, response: { 200: chatSummarySchema } }, config: inChat },
    async ({ params: { siteId, chatId }, body, operator }) =>
      chooseWrapUp(parts, siteId, chatId, body.optionId, operator),
  );

  app.get(
    '/link',
    { schema: { params, response: { 200: wrapUpLinkSchema } }, config: inChat },
    async ({ params: { siteId, chatId }, operator }) => {
      const chat = await requireOwnOrSupervised(parts, siteId, chatId, operator);
      const callbackUrl = `${origin()}${callbacks.pathFor(siteId, chatId, parts.now())}`;
      return fillWrapUpLink(db, chat, operator.operatorId, callbackUrl);
    },
  );

  app.post(
    '/opened',
    { schema: { params, response: { 200: chatSummarySchema } }, config: inChat },
    async ({ params: { siteId, chatId }, operator }) => openWrapUpLink(parts, siteId, chatId, operator),
  );

  app.post(
    '/callback',
    {
      schema: {
        params,
        querystring: z.strictObject({ expires: text(20).default(''), signature: text(100).default('') }),
        body: wrapUpCallbackSchema.nullish(),
        response: { 200: z.object({ completed: z.literal(true) }) },
      },
      config: { access: { who: 'anyone', touches: 'chat' } },
    },
    async ({ params: { siteId, chatId }, query, body }) => {
      if (!callbacks.isValid(siteId, chatId, query.expires, query.signature, parts.now()))
        throw new AppError('invalid_request', 'This call-back address is not valid, or has run out');
      const { enabled, type } = await readWrapUp(db, siteId);
      if (!enabled || type !== 'link')
        throw new AppError('conflict', 'Chats of this site have no wrap-up by a web link');
      await completeWrapUp(parts, siteId, chatId, body?.value === undefined ? null : maskCardNumbers(body.value));
      return { completed: true as const };
    },
  );
};
