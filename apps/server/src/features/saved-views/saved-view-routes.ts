import {
  savedViewChangeSchema,
  savedViewInputSchema,
  savedViewLists,
  savedViewSchema,
} from '@foyer/protocol/saved-view';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import {
  deleteSavedView,
  findSavedView,
  insertSavedView,
  selectSavedViews,
  updateSavedView,
} from './saved-view-repository.ts';

/**
 * Saved views of one site, under /api/v1/sites/:siteId/saved-views. Every operator has some of their own, which nobody else
 * sees; the shared ones are everybody's, and supervisors see to them.
 */
export const savedViewRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  const config = { access: { who: 'operator', touches: 'site' } } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), savedViewId: z.uuid() });
  const one = { 200: savedViewSchema };

  app.get(
    '/',
    {
      schema: {
        params: site,
        querystring: z.strictObject({ list: z.enum(savedViewLists).optional() }),
        response: { 200: z.object({ items: z.array(savedViewSchema) }) },
      },
      config,
    },
    async ({ params: { siteId }, query, operator }) => ({
      items: await selectSavedViews(db, siteId, operator.operatorId, query.list),
    }),
  );

  app.post(
    '/',
    { schema: { params: site, body: savedViewInputSchema, response: { 201: savedViewSchema } }, config },
    async ({ params: { siteId }, body, operator }, reply) => {
      if (body.shared && !maySeeToShared(operator))
        throw new AppError('forbidden', 'Only supervisors save views for everybody');
      const made = await asUnique(() => insertSavedView(db, siteId, operator, body));
      return reply.code(201).send(made);
    },
  );

  app.put(
    '/:savedViewId',
    { schema: { params, body: savedViewChangeSchema, response: one }, config },
    async ({ params: { siteId, savedViewId }, body, operator }) => {
      const before = await getView(siteId, operator, savedViewId);
      requireRight(operator, before.shared || body.shared);
      const changed = await asUnique(() => updateSavedView(db, siteId, operator, savedViewId, body));
      if (!changed) throw stale();
      return changed;
    },
  );

  app.delete(
    '/:savedViewId',
    {
      schema: {
        params,
        querystring: z.strictObject({ version: z.coerce.number().int() }),
        response: { 204: z.null() },
      },
      config,
    },
    async ({ params: { siteId, savedViewId }, query, operator }, reply) => {
      const { shared } = await getView(siteId, operator, savedViewId);
      requireRight(operator, shared);
      if (!(await deleteSavedView(db, siteId, operator.operatorId, savedViewId, query.version))) throw stale();
      return reply.code(204).send(null);
    },
  );

  async function getView(siteId: string, operator: OperatorPrincipal, id: string) {
    const view = await findSavedView(db, siteId, operator.operatorId, id);
    if (!view) throw new AppError('not_found', 'No such saved view');
    return view;
  }
};

function maySeeToShared({ role }: OperatorPrincipal): boolean {
  return hasRole(role, 'supervisor');
}

/** What is everybody's, an operator opens and leaves as it is. */
function requireRight(operator: OperatorPrincipal, isShared: boolean): void {
  if (isShared && !maySeeToShared(operator))
    throw new AppError('conflict', 'This view is for everybody: only supervisors change and delete such');
}

async function asUnique<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = 'is the name of another view of this list';
    throw new AppError('conflict', `The name ${message}`, { cause: error, fields: [{ path: 'name', message }] });
  }
}

function stale(): AppError {
  return new AppError('conflict', 'Somebody else has changed this view: look at it again');
}
