import {
  pushAnswerSchema,
  pushKeySchema,
  pushSubscriptionInputSchema,
  pushSubscriptionSchema,
  pushTestSchema,
} from '@foyer/protocol/push';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { EgressGuard } from '../../http/egress-guard.ts';
import { randomHex } from '../../http/new-id.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { ensurePushKeys } from './push-keys.ts';
import { sendPush } from './send-push.ts';
import {
  beginTest,
  findLiveSubscription,
  listSubscriptions,
  removeSubscription,
  storeSubscription,
  takeAnswer,
} from './subscription-repository.ts';

const testLimitMs = 10_000;

interface PushRoutesOptions {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly guard: EgressGuard;
  readonly limits: RateLimits;
  readonly origin: () => string;
  readonly now: () => number;
}

/** Browsers that an operator is called by push in, under /api/v1/me/push-subscriptions. Their own alone. */
export const pushRoutes: FastifyPluginAsyncZod<PushRoutesOptions> = async (app, options) => {
  const { db, box, guard, limits, origin, now } = options;
  const self = { access: { who: 'operator', touches: 'self' } } as const;
  const params = z.object({ subscriptionId: z.string().max(64) });

  const getKeys = async () => {
    const keys = await ensurePushKeys(db, box);
    if (!keys) throw new AppError('unavailable', 'The keys for push were stored under another FOYER_SECRET');
    return keys;
  };

  app.get('/key', { schema: { response: { 200: pushKeySchema } }, config: self }, async () => ({
    publicKey: (await getKeys()).publicKey,
  }));

  app.get(
    '/',
    { schema: { response: { 200: z.object({ items: z.array(pushSubscriptionSchema) }) } }, config: self },
    async ({ operator }) => ({ items: await listSubscriptions(db, operator.operatorId) }),
  );

  app.post(
    '/',
    {
      schema: { body: pushSubscriptionInputSchema, response: { 200: z.object({ id: z.string() }) } },
      config: self,
    },
    async ({ operator, body, headers }) => {
      await guard.checkUrl(body.endpoint).catch(() => {
        throw new AppError('invalid_request', 'The push service of this browser cannot be reached from here', {
          fields: [{ path: 'endpoint', message: 'must be a public address, or one that the installation allows' }],
        });
      });
      const owner = { ...operator, userAgent: headers['user-agent'] ?? '' };
      return { id: await storeSubscription(db, owner, body, now()) };
    },
  );

  app.delete(
    '/:subscriptionId',
    { schema: { params, response: { 204: z.null() } }, config: self },
    async (request, reply) => {
      if (!(await removeSubscription(db, request.params.subscriptionId, request.operator.operatorId)))
        throw new AppError('not_found', 'This browser is not on the list any more');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/:subscriptionId/test',
    { schema: { params, response: { 200: pushTestSchema } }, config: self },
    async ({ operator, params: { subscriptionId } }) => {
      const subscription = await findLiveSubscription(db, subscriptionId);
      if (subscription?.operatorId !== operator.operatorId)
        throw new AppError('not_found', 'This browser is not on the list any more');
      await limits.take('pushTestsByOperator', operator.operatorId);
      const nonce = randomHex(16);
      await beginTest(db, subscriptionId, nonce);
      const payload = { kind: 'test', subscriptionId, nonce } as const;
      const sender = { guard, keys: await getKeys(), origin: origin() };
      const sent = await sendPush(sender, subscription, payload, now(), AbortSignal.timeout(testLimitMs));
      if (sent.kind === 'gone') await removeSubscription(db, subscriptionId, null);
      return { sent: sent.kind === 'accepted', answer: sent.answer };
    },
  );

  app.post(
    '/:subscriptionId/answer',
    { schema: { params, body: pushAnswerSchema, response: { 204: z.null() } }, config: self },
    async ({ operator, params: { subscriptionId }, body }, reply) => {
      if (!(await takeAnswer(db, subscriptionId, operator.operatorId, body.nonce, now())))
        throw new AppError('not_found', 'No such test is under way');
      return reply.code(204).send(null);
    },
  );
};
