import { backTestInputSchema, backTestSchema, maxBackTestDays } from '@foyer/protocol/back-test';
import { addDays, startOfDay } from '@foyer/rules/site-time';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import { addBackTest, askForBackTest, stopBackTest } from './back-test-repository.ts';
import { changeRules, checkDraft } from './change-rules.ts';
import type { BackTestPlan } from './run-back-test.ts';

const dayMs = 86_400_000;

/** Trying rules on recorded visits (B-302), at /api/v1/sites/:siteId/back-tests. Administrators only. */
export const backTestRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  configurations: SiteConfigurations;
  limits: RateLimits;
  now: () => number;
  /** Told that one waits to be run. */
  onAdded: () => void;
}> = async (app, { storage, configurations, limits, now, onAdded }) => {
  const { db, dialect } = storage;
  const params = z.object({ siteId: z.uuid() });
  const one = params.extend({ backTestId: z.uuid() });
  const config = { access: { who: 'administrator', touches: 'site', changes: 'nothing' } } as const;

  app.post(
    '/',
    { schema: { params, body: backTestInputSchema, response: { 201: backTestSchema } }, config },
    async (request, reply) => {
      const { siteId } = request.params;
      const { operator, body } = request;
      await limits.take('backTestsByOperator', operator.operatorId);
      const configuration = await configurations.find(siteId);
      if (configuration === null) throw new AppError('not_found', 'No such site');
      checkRange(body.from, body.to);
      await checkDraft(db, siteId, body);
      const inForce = configuration.rules.source;
      const { timeZone } = configuration.site;
      const from = startOfDay(body.from, timeZone);
      const before = startOfDay(addDays(body.to, 1), timeZone);
      const at = now();
      const plan: BackTestPlan = { siteId, inForce, ...changeRules(inForce, body), from, before, now: at };
      const id = newId();
      const operatorId = operator.scopes === null ? operator.operatorId : null;
      if (!(await addBackTest(db, dialect, { siteId, id, operatorId, at, request: JSON.stringify(plan) })))
        throw new AppError('conflict', 'A back-test of this site is going on; wait for it, or stop it');
      onAdded();
      reply.code(201);
      return { id, state: 'waiting' as const, createdAt: at, visitsDone: 0, visitsTotal: null, result: null };
    },
  );

  app.get('/:backTestId', { schema: { params: one, response: { 200: backTestSchema } }, config }, async (request) => {
    const { siteId, backTestId } = request.params;
    const found = await askForBackTest(db, siteId, backTestId, now());
    if (found === null) throw new AppError('not_found', 'There is no such back-test; results are kept for a day');
    return found;
  });

  app.delete(
    '/:backTestId',
    { schema: { params: one, response: { 204: z.null() } }, config },
    async (request, reply) => {
      const { siteId, backTestId } = request.params;
      if (!(await stopBackTest(db, siteId, backTestId, now())))
        throw new AppError('not_found', 'There is no such back-test; results are kept for a day');
      reply.code(204);
      return null;
    },
  );
};

function checkRange(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days >= 1 && days <= maxBackTestDays) return;
  const message =
    days < 1 ? 'must not be before the first day' : `must be at most ${maxBackTestDays} days from the first`;
  throw new AppError('invalid_request', 'Some fields are not as they must be', { fields: [{ path: 'to', message }] });
}
