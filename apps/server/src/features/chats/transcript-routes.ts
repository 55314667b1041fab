import { chatSummarySchema } from '@foyer/protocol/chat';
import { mailAddressSchema } from '@foyer/protocol/notifications';
import { transcriptRecipientsSchema, transcriptRequestSchema } from '@foyer/protocol/transcript';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { listStaffAddresses } from '../operators/list-staff.ts';
import { requireOwnOrSupervised, senderOf } from './classify-chat.ts';
import { sendTranscript, type TranscriptParts } from './send-transcript.ts';

/**
 * Sends a chat's transcript by e-mail, at /api/v1/sites/:siteId/chats/:chatId/transcript: to the address that its visitor
 * left, or to somebody who works on the site; to nobody else.
 */
export const transcriptRoutes: FastifyPluginAsyncZod<{ parts: TranscriptParts }> = async (app, { parts }) => {
  const { db } = parts.storage;
  const params = z.object({ siteId: z.uuid(), chatId: z.uuid() });

  app.get(
    '/recipients',
    {
      schema: { params, response: { 200: transcriptRecipientsSchema } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId, chatId } }) => {
      const chat = await parts.chats.get(siteId, chatId);
      const { smtp } = await readNotifications(db, siteId);
      const staff = (await listStaffAddresses(db, siteId)).map(({ id, name }) => ({ id, name }));
      return { hasMailServer: smtp !== null, visitor: chat.visitorEmail, staff };
    },
  );

  app.post(
    '/',
    {
      schema: { params, body: transcriptRequestSchema, response: { 200: chatSummarySchema } },
      config: { access: { who: 'operator', touches: 'chat' } },
    },
    async ({ params: { siteId, chatId }, body, operator }) => {
      const chat = await requireOwnOrSupervised(parts, siteId, chatId, operator);
      const { smtp } = await readNotifications(db, siteId);
      if (!smtp) throw new AppError('conflict', 'This site has no mail server: set one up under Notifications');
      const to =
        body.to === 'visitor'
          ? mailAddressSchema.safeParse(chat.visitorEmail?.trim().toLowerCase()).data
          : (await listStaffAddresses(db, siteId)).find(({ id }) => id === body.operatorId)?.email;
      if (to === undefined)
        throw new AppError(
          'conflict',
          body.to === 'visitor' ? 'The visitor has left no e-mail address' : 'Nobody with this id works on this site',
        );
      return sendTranscript(parts, siteId, chatId, {
        to: [to],
        audience: body.to === 'visitor' ? 'visitor' : 'staff',
        sender: senderOf(operator),
        cause: 'Transcript, sent by an operator',
        occurrence: newId(),
      });
    },
  );
};
