import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

const schema = {
  response: { 200: z.object({ status: z.literal('ok') }), 503: z.object({ status: z.literal('unavailable') }) },
};

/** For supervisors and balancers; no detail for strangers. */
export const healthRoutes: FastifyPluginAsyncZod<{ isReady: () => Promise<boolean> }> = async (app, { isReady }) => {
  const config = { access: { who: 'anyone', touches: 'nothing' } } as const;
  app.get('/live', { schema, config }, async () => ({ status: 'ok' as const }));
  app.get('/ready', { schema, config }, async (_request, reply) =>
    (await isReady()) ? { status: 'ok' as const } : reply.code(503).send({ status: 'unavailable' as const }),
  );
};
