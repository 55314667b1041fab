import {
  type Alert,
  type AlertList,
  alertChangeSchema,
  alertInputSchema,
  alertListSchema,
  alertOrderSchema,
  alertReachSchema,
  alertSchema,
  allVisitorsName,
  organisationStateSchema,
} from '@foyer/protocol/alert';
import { findUnreachableAlerts } from '@foyer/rules/lint-alerts';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { readAlertReach } from '../visits/read-alert-reach.ts';
import {
  copyAlert,
  deleteAlert,
  findAlert,
  insertAlert,
  selectAlertIds,
  selectAlerts,
  updateAlert,
  updateAlertOrder,
} from './alert-repository.ts';
import { checkAlert } from './check-alert.ts';

/** Room for `maxRulesPerSite` ids. */
const orderBodyBytes = 512 * 1024;
const reachDays = 30;

/** Alerts of one site, under /api/v1/sites/:siteId/alerts. Operators of the site read, administrators write. */
export const alertRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  announce: (siteId: string, documents: 'alerts') => Promise<void>;
  organisationState: () => z.infer<typeof organisationStateSchema>['organisations'];
  now: () => number;
}> = async (app, { storage, announce, organisationState, now }) => {
  const { db, reports } = storage;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), alertId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  const list = async (siteId: string): Promise<AlertList> => {
    const items = await selectAlerts(db, siteId);
    const unreachable = findUnreachableAlerts(items).map(({ alertId, reason, blockedById, blockedByName }) => ({
      id: alertId,
      reason:
        reason === 'catchAll'
          ? `“${blockedByName}” stands before it and matches every visit`
          : `“${blockedByName}” stands before it and matches every visit that it would`,
      because: reason,
      blockedById,
      blockedByName,
    }));
    return { items, unreachable };
  };

  app.get('/', { schema: { params: site, response: { 200: alertListSchema } }, config: reads }, async (request) =>
    list(request.params.siteId),
  );

  app.get(
    '/reach',
    { schema: { params: site, response: { 200: alertReachSchema } }, config: reads },
    async (request) => {
      const { siteId } = request.params;
      const alerts = await selectAlerts(db, siteId);
      const shadowIds = alerts.flatMap(({ id, shadow }) => (shadow ? [id] : []));
      const timeZone = (await lookUpSite(db, siteId))?.timeZone ?? 'UTC';
      const since = now() - reachDays * 86_400_000;
      const reach = await readAlertReach(reports, siteId, { since, timeZone, shadowIds });
      return {
        days: reachDays,
        visits: reach.visits,
        items: alerts.map(({ id, shadow }) => ({
          id,
          visits: reach.matched.get(id) ?? 0,
          shadow: shadow ? (reach.shadow.get(id) ?? 0) : null,
        })),
      };
    },
  );

  app.get(
    '/organisation-state',
    { schema: { params: site, response: { 200: organisationStateSchema } }, config: reads },
    async () => ({ organisations: organisationState() }),
  );

  app.post(
    '/',
    { schema: { params: site, body: alertInputSchema, response: { 201: alertSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      await checkAlert(db, siteId, request.body);
      const alert = await db.transaction().execute(async (trx) => {
        const made = await insertAlert(trx, siteId, request.body);
        await record(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'alerts');
      return reply.code(201).send(alert);
    },
  );

  app.put(
    '/order',
    {
      schema: { params: site, body: alertOrderSchema, response: { 200: alertListSchema } },
      config: writes,
      bodyLimit: orderBodyBytes,
    },
    async (request) => {
      const { siteId } = request.params;
      const { ids } = request.body;
      await db.transaction().execute(async (trx) => {
        const alerts = await selectAlertIds(trx, siteId);
        const builtIn = alerts.find((alert) => alert.builtIn)?.id;
        const named = ids.filter((id) => id !== builtIn);
        const builtInIsLast = named.length === ids.length || builtIn === ids.at(-1);
        if (!builtInIsLast)
          throw new AppError('invalid_request', `${allVisitorsName} stays last`, {
            fields: [{ path: 'ids', message: `${allVisitorsName} must stay last` }],
          });
        const missing = new Set(alerts.filter((alert) => !alert.builtIn).map((alert) => alert.id));
        if (named.length !== missing.size || !named.every((id) => missing.delete(id)))
          throw new AppError('conflict', 'The order must name every alert of the site once; read the list again');
        const before = await selectAlerts(trx, siteId);
        await updateAlertOrder(trx, siteId, named);
        await recordChange(trx, changerOf(request), {
          siteId,
          kind: 'alertOrder',
          id: siteId,
          name: 'Order of alerts',
          before: { order: before.map(({ name }) => name) },
          after: { order: (await selectAlerts(trx, siteId)).map(({ name }) => name) },
        });
      });
      await announce(siteId, 'alerts');
      return list(siteId);
    },
  );

  app.get('/:alertId', { schema: { params, response: { 200: alertSchema } }, config: reads }, async (request) => {
    const alert = await findAlert(db, request.params.siteId, request.params.alertId);
    if (!alert) throw new AppError('not_found', 'No such alert on this site');
    return alert;
  });

  app.put(
    '/:alertId',
    { schema: { params, body: alertChangeSchema, response: { 200: alertSchema } }, config: writes },
    async (request) => {
      const { siteId, alertId } = request.params;
      const { version, ...fields } = request.body;
      const known = await findAlert(db, siteId, alertId);
      if (!known) throw new AppError('not_found', 'No such alert on this site');
      if (known.builtIn && !isCatchAll(fields))
        throw new AppError('invalid_request', `${allVisitorsName} matches every visit; its criteria stay empty`, {
          fields: [{ path: 'name', message: `${allVisitorsName} keeps its name and has no criteria` }],
        });
      await checkAlert(db, siteId, fields);
      const alert = await db.transaction().execute(async (trx) => {
        const before = await findAlert(trx, siteId, alertId);
        const changed = await updateAlert(trx, siteId, alertId, version, fields);
        if (!changed) throw new AppError('conflict', 'Somebody else has changed this alert; read it again');
        await record(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'alerts');
      return alert;
    },
  );

  app.post(
    '/:alertId/copy',
    { schema: { params, response: { 201: alertSchema } }, config: writes },
    async (request, reply) => {
      const { siteId, alertId } = request.params;
      const alert = await db.transaction().execute(async (trx) => {
        const copy = await copyAlert(trx, siteId, alertId);
        if (!copy) throw new AppError('not_found', 'No such alert on this site');
        await record(trx, request, null, copy);
        return copy;
      });
      await announce(siteId, 'alerts');
      return reply.code(201).send(alert);
    },
  );

  app.delete(
    '/:alertId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, alertId } = request.params;
      const alert = await findAlert(db, siteId, alertId);
      if (!alert) throw new AppError('not_found', 'No such alert on this site');
      if (alert.builtIn) throw new AppError('conflict', `${allVisitorsName} cannot be deleted, only disabled`);
      await db.transaction().execute(async (trx) => {
        const before = await findAlert(trx, siteId, alertId);
        if (!(await deleteAlert(trx, siteId, alertId, request.query.version)))
          throw new AppError('conflict', 'Somebody else has changed this alert; read it again');
        await record(trx, request, before, null);
      });
      await announce(siteId, 'alerts');
      return reply.code(204).send(null);
    },
  );
};

/** Notes in the change log what became of an alert. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: Alert | null,
  after: Alert | null,
): Promise<void> {
  const { id, name } = (after ?? before) as Alert;
  const { siteId } = request.params;
  await recordChange(trx, changerOf(request), { siteId, kind: 'alert', id, name, before, after });
}

function isCatchAll(alert: z.infer<typeof alertInputSchema>): boolean {
  return (
    alert.name === allVisitorsName &&
    alert.searchEngines === 'anywhere' &&
    !alert.ownOrganisation &&
    alert.entryPages.length + alert.keywords.length + alert.addresses.length === 0 &&
    alert.conditions === null
  );
}
