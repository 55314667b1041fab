import { listOptions, wrapUpChangeSchema, wrapUpSchema } from '@foyer/protocol/wrap-up';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listUsedOptions } from '../chats/list-wrap-ups.ts';
import { readSurveyNames } from '../surveys/read-surveys.ts';
import { checkWrapUp } from './check-wrap-up.ts';
import { getWrapUp, type StoredWrapUp, saveWrapUp } from './wrap-up-repository.ts';

/** Wrap-up settings of one site, at /api/v1/sites/:siteId/wrap-up. Operators of the site read, administrators write. */
export const wrapUpRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'wrapUp') => Promise<void>;
  /** Told when chats of a site may no longer need the wrap-up that they wait for. */
  onEased: (siteId: string) => Promise<void>;
}> = async (app, { db, announce, onEased }) => {
  const params = z.object({ siteId: z.uuid() });

  const answer = async (siteId: string, stored: StoredWrapUp) => ({
    ...stored,
    usedOptions: await listUsedOptions(
      db,
      siteId,
      listOptions(stored.options).map(({ option }) => option.id),
    ),
  });

  app.get(
    '/',
    {
      schema: { params, response: { 200: wrapUpSchema } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId } }) => answer(siteId, await getWrapUp(db, siteId)),
  );

  app.put(
    '/',
    {
      schema: { params, body: wrapUpChangeSchema, response: { 200: wrapUpSchema } },
      config: { access: { who: 'administrator', touches: 'site' } },
    },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...input } = request.body;
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getWrapUp(trx, siteId);
        const known = listOptions(before.options).map(({ option }) => option.id);
        const used = new Set(await listUsedOptions(trx, siteId, known));
        checkWrapUp(input, before, used, await readSurveyNames(trx, siteId));
        const done = await saveWrapUp(trx, siteId, version, input);
        if (!done) throw new AppError('conflict', 'Somebody else has changed the wrap-up; read it again');
        const change = { siteId, kind: 'wrapUp', id: siteId, name: 'Wrap-up', before, after: done } as const;
        await recordChange(trx, changerOf(request), change);
        return done;
      });
      await announce(siteId, 'wrapUp');
      if (!saved.enabled || !saved.required) await onEased(siteId);
      return answer(siteId, saved);
    },
  );
};
