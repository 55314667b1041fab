import { autoAwaySchema, workPeriodsSchema } from '@foyer/protocol/work-periods';
import { stateOfHours } from '@foyer/rules/opening-hours';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { findAccount } from './operator-repository.ts';
import { findAutoAwayMinutes, getWorkPeriods, saveWorkPeriods, storeAutoAwayMinutes } from './status-repository.ts';

/** One's own auto away and work periods, under /me; everybody's work periods, under /users/:userId, for administrators. */
export const routineRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database>; now: () => number }> = async (
  app,
  { db, now },
) => {
  const self = { access: { who: 'operator', touches: 'self' } } as const;
  const users = { access: { who: 'administrator', touches: 'installation' } } as const;
  const params = z.object({ userId: z.uuid() });

  app.get('/me/auto-away', { schema: { response: { 200: autoAwaySchema } }, config: self }, async ({ operator }) => ({
    minutes: await findAutoAwayMinutes(db, operator.operatorId),
  }));

  app.put(
    '/me/auto-away',
    { schema: { body: autoAwaySchema, response: { 200: autoAwaySchema } }, config: self },
    async ({ operator, body }) => {
      await storeAutoAwayMinutes(db, operator.operatorId, body.minutes, now());
      return body;
    },
  );

  app.get('/me/work-periods', { schema: { response: { 200: workPeriodsSchema } }, config: self }, async (request) =>
    getWorkPeriods(db, request.operator.operatorId),
  );

  app.get(
    '/users/:userId/work-periods',
    { schema: { params, response: { 200: workPeriodsSchema } }, config: users },
    async (request) => {
      await requireAccount(db, request.params.userId);
      return getWorkPeriods(db, request.params.userId);
    },
  );

  app.put(
    '/users/:userId/work-periods',
    { schema: { params, body: workPeriodsSchema, response: { 200: workPeriodsSchema } }, config: users },
    async (request) => {
      const { userId } = request.params;
      const { version, ...input } = request.body;
      const { operator } = await requireAccount(db, userId);
      const at = now();
      const isInside = input.enabled
        ? stateOfHours({ week: input.week, exceptions: [] }, at, input.timeZone).isInside
        : null;
      return db.transaction().execute(async (trx) => {
        const before = await getWorkPeriods(trx, userId);
        const after = await saveWorkPeriods(trx, userId, version, input, isInside, at);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the work periods; read them again');
        const change = { siteId: null, kind: 'workPeriods', id: userId, name: operator.name, before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
    },
  );
};

async function requireAccount(db: Kysely<Database>, userId: string) {
  const account = await findAccount(db, userId);
  if (!account) throw new AppError('not_found', 'No such user');
  return account;
}
