import { chatOptionsChangeSchema, chatOptionsSchema } from '@foyer/protocol/chat-options';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { getChatOptions, saveChatOptions } from './chat-options-repository.ts';

/** Chat options of one site, at /api/v1/sites/:siteId/chat-options. Operators of the site read, administrators write. */
export const chatOptionsRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'chatOptions') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: chatOptionsSchema } }, config: reads }, async (request) =>
    getChatOptions(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: chatOptionsChangeSchema, response: { 200: chatOptionsSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...options } = request.body;
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getChatOptions(trx, siteId);
        const after = await saveChatOptions(trx, siteId, version, options);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the chat options; read them again');
        const change = { siteId, kind: 'chatOptions', id: siteId, name: 'Chat options', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'chatOptions');
      return saved;
    },
  );
};
