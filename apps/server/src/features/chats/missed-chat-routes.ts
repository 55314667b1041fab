import { chatSummarySchema } from '@foyer/protocol/chat';
import { missedChatListQuerySchema } from '@foyer/protocol/chat-list';
import { pageOf } from '@foyer/protocol/cursor';
import {
  type MissedChat,
  missedChatClaimSchema,
  missedChatCountsSchema,
  missedChatDetailSchema,
  missedChatReplySchema,
  missedChatSchema,
  missedChatSettlementSchema,
} from '@foyer/protocol/missed-chat';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { findMailStates } from '../outbox/find-mail-states.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { findContact } from '../visits/find-contact.ts';
import {
  claimMissedChat,
  type MissedParts,
  releaseMissedChat,
  reopenMissedChat,
  replyToMissedChat,
  settleMissedChat,
  whyNotMissed,
} from './answer-missed-chat.ts';
import { listChatPage } from './list-chat-page.ts';
import {
  countOpenMissed,
  findMissedChat,
  missedConditions,
  type StoredMissedChat,
  withQuestions,
} from './missed-chat-repository.ts';

/** Missed chats of one site, under /api/v1/sites/:siteId/missed-chats. Every operator of the site answers them. */
export const missedChatRoutes: FastifyPluginAsyncZod<{ parts: MissedParts; limits: RateLimits }> = async (
  app,
  { parts, limits },
) => {
  const { db } = parts.storage;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const config = { access: { who: 'operator', touches: 'site' } } as const;
  const changed = { 200: chatSummarySchema };

  const withMail = async (siteId: string, stored: readonly StoredMissedChat[]): Promise<MissedChat[]> => {
    const ids = stored.flatMap(({ answer }) => answer?.outboxId ?? []);
    const states = await findMailStates(db, siteId, ids);
    return stored.map(({ chat, question, answer }) => {
      const mail = states.get(answer?.outboxId ?? '');
      return { chat, question, mail: mail && answer?.to ? { to: answer.to, ...mail } : null };
    });
  };

  app.get(
    '/',
    {
      schema: { params: site, querystring: missedChatListQuerySchema, response: { 200: pageOf(missedChatSchema) } },
      config,
    },
    async ({ params: { siteId }, query, operator }, reply) => {
      if (query.text !== undefined) await limits.take('searchesByOperator', operator.operatorId);
      const found = await lookUpSite(db, siteId);
      if (!found) throw new AppError('not_found', 'No such site');
      const page = await listChatPage(parts.storage, found, operator, query, {
        extra: missedConditions(query.status),
        isWanted: () => !reply.raw.destroyed,
      });
      const items = await withMail(siteId, await withQuestions(db, siteId, page.rows));
      const { hits, next } = page;
      return { items: items.map((item) => ({ ...item, ...(hits && { hits: hits.get(item.chat.id) ?? [] }) })), next };
    },
  );

  app.get(
    '/counts',
    { schema: { params: site, response: { 200: missedChatCountsSchema } }, config },
    async ({ params: { siteId } }) => ({ open: await countOpenMissed(db, siteId) }),
  );

  app.get(
    '/:chatId',
    { schema: { params, response: { 200: missedChatDetailSchema } }, config },
    async ({ params: { siteId, chatId } }) => {
      const stored = await findMissedChat(db, siteId, chatId);
      const [missed] = await withMail(siteId, stored ? [stored] : []);
      if (!missed) throw await whyNotMissed(parts.chats, siteId, chatId);
      const { chat } = missed;
      const [known, { smtp }] = await Promise.all([
        findContact(db, siteId, chat.visitorId),
        readNotifications(db, siteId),
      ]);
      const contact = {
        name: chat.visitorName ?? known?.name ?? null,
        company: known?.company ?? null,
        // The address that the answer goes to, and no other.
        email: chat.visitorEmail,
        phone: known?.phone ?? null,
      };
      return { ...missed, contact, hasMailServer: smtp !== null };
    },
  );

  app.post(
    '/:chatId/claim',
    { schema: { params, body: missedChatClaimSchema, response: changed }, config },
    async ({ params: { siteId, chatId }, body, operator }) => claimMissedChat(parts, siteId, chatId, operator, body),
  );

  app.delete(
    '/:chatId/claim',
    { schema: { params, response: changed }, config },
    async ({ params: { siteId, chatId }, operator }) => releaseMissedChat(parts, siteId, chatId, operator),
  );

  app.post(
    '/:chatId/reply',
    { schema: { params, body: missedChatReplySchema, response: changed }, config },
    async ({ params: { siteId, chatId }, body, operator }) => replyToMissedChat(parts, siteId, chatId, operator, body),
  );

  app.post(
    '/:chatId/settle',
    { schema: { params, body: missedChatSettlementSchema, response: changed }, config },
    async ({ params: { siteId, chatId }, body, operator }) => settleMissedChat(parts, siteId, chatId, operator, body),
  );

  app.post(
    '/:chatId/reopen',
    { schema: { params, response: changed }, config },
    async ({ params: { siteId, chatId }, operator }) => reopenMissedChat(parts, siteId, chatId, operator),
  );
};
