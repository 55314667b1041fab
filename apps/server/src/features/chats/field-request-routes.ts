import { chatSummarySchema } from '@foyer/protocol/chat';
import { questionName } from '@foyer/protocol/survey';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { askQuestion } from '../surveys/ask-surveys.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import type { SurveyParts } from './answer-survey.ts';
import { appendEntry } from './chat-log-repository.ts';
import { findQuestion } from './window-surveys.ts';

/**
 * Asks the visitor of a chat for one field, at /api/v1/sites/:siteId/chats/:chatId/field-requests (W-160): a question of the
 * site's surveys, by its name. The operator who has the chat asks.
 */
export const fieldRequestRoutes: FastifyPluginAsyncZod<SurveyParts & { configurations: SiteConfigurations }> = async (
  app,
  { storage, chats, now, configurations },
) => {
  app.post(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), chatId: z.uuid() }),
        body: z.strictObject({ name: questionName }),
        response: { 200: chatSummarySchema },
      },
      config: { access: { who: 'operator', touches: 'heldChat', changes: 'nothing' } },
    },
    async ({ params: { siteId, chatId }, body, operator }) => {
      const chat = await chats.get(siteId, chatId);
      if (chat.operatorId !== operator.operatorId) throw new AppError('forbidden', 'This chat is not yours');
      const configuration = await configurations.find(siteId);
      if (!configuration) throw new AppError('not_found', 'No such site');
      const question = findQuestion(configuration, body.name);
      const asked =
        question &&
        askQuestion(question, {
          siteName: configuration.site.name,
          visit: null,
          at: now(),
          staff: { online: 0, withRoom: 0, queueLength: 0, insideOpeningHours: null },
          rules: configuration.rules.source,
          departments: configuration.departments,
          skills: configuration.skills,
          prefilled: {},
        });
      if (!asked)
        throw new AppError('invalid_request', 'The surveys of this site have no such question', {
          fields: [{ path: 'name', message: 'is no question of the surveys of this site' }],
        });
      const appended = await appendEntry(
        storage.db,
        siteId,
        chatId,
        { states: ['active'], operatorId: operator.operatorId },
        {
          sender: { kind: 'operator', id: operator.operatorId, name: operator.name },
          cid: null,
          at: now(),
          content: {
            kind: 'fieldAsked',
            operatorName: operator.name,
            // It is asked for by itself: no other answer decides whether it is shown.
            question: { ...asked, value: '', required: true, shownIf: [] },
          },
        },
      );
      if (!appended) throw new AppError('conflict', 'This chat is over');
      chats.tellClassified(appended.chat, appended.entry);
      return appended.chat;
    },
  );
};
