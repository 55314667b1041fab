import { changedVersion } from '@foyer/protocol/document';
import {
  maxReportSchedules,
  reportScheduleChangeSchema,
  reportScheduleInputSchema,
  reportScheduleMailSchema,
  reportScheduleSchema,
} from '@foyer/protocol/report-schedule';
import type { Site } from '@foyer/protocol/site';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { describeMe } from '../operators/me.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { describeSchedule } from './describe-schedule.ts';
import { makeReportMail } from './make-report-mail.ts';
import {
  deleteSchedule,
  findSchedule,
  insertSchedule,
  type StoredSchedule,
  selectSchedules,
  updateSchedule,
} from './report-schedule-repository.ts';
import type { DueReportParts } from './send-due-reports.ts';

/** Reports by e-mail of one site, under /api/v1/sites/:siteId/report-schedules. Callers are administrators. */
export const reportScheduleRoutes: FastifyPluginAsyncZod<
  DueReportParts & {
    limits: RateLimits;
    announce: (siteId: string, documents: 'reportSchedules') => Promise<void>;
  }
> = async (app, parts) => {
  const { storage, limits, announce, now } = parts;
  const { db } = storage;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), scheduleId: z.uuid() });
  const config = { access: { who: 'administrator', touches: 'site' } } as const;
  const changesNothing = { access: { ...config.access, changes: 'nothing' } } as const;
  const noSuchSchedule = () => new AppError('not_found', 'No such schedule on this site');
  const getSite = async (siteId: string): Promise<Site> => {
    const found = await lookUpSite(db, siteId);
    if (!found) throw new AppError('not_found', 'No such site');
    return found;
  };
  const getDescribed = async (siteId: string, id: string) => {
    const progress = await findSchedule(db, siteId, id);
    if (!progress) throw noSuchSchedule();
    return describeSchedule(db, await getSite(siteId), progress, now());
  };

  app.get(
    '/',
    { schema: { params: site, response: { 200: z.object({ items: z.array(reportScheduleSchema) }) } }, config },
    async ({ params: { siteId } }) => {
      const found = await getSite(siteId);
      const schedules = await selectSchedules(db, siteId);
      return { items: await Promise.all(schedules.map((one) => describeSchedule(db, found, one, now()))) };
    },
  );

  app.post(
    '/',
    { schema: { params: site, body: reportScheduleInputSchema, response: { 201: reportScheduleSchema } }, config },
    async (request, reply) => {
      const { siteId } = request.params;
      const { id } = await db.transaction().execute(async (trx) => {
        if ((await selectSchedules(trx, siteId)).length >= maxReportSchedules)
          throw new AppError('invalid_request', `A site can have at most ${maxReportSchedules} reports by e-mail`);
        const made = await insertSchedule(trx, siteId, request.body);
        await record(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'reportSchedules');
      return reply.code(201).send(await getDescribed(siteId, id));
    },
  );

  app.post(
    '/preview',
    {
      schema: { params: site, body: reportScheduleInputSchema, response: { 200: reportScheduleMailSchema } },
      config: changesNothing,
    },
    async ({ params: { siteId }, body, operator }, reply) => {
      await limits.take('reportsByOperator', operator.operatorId);
      const isWanted = () => !reply.raw.destroyed;
      const { subject, text } = await makeReportMail(parts, await getSite(siteId), body, now(), isWanted);
      return { subject, text };
    },
  );

  app.post(
    '/send-to-me',
    {
      schema: { params: site, body: reportScheduleInputSchema, response: { 200: z.object({ to: z.string() }) } },
      config: changesNothing,
    },
    async ({ params: { siteId }, body, operator }, reply) => {
      await limits.take('reportMailsByOperator', operator.operatorId);
      const isWanted = () => !reply.raw.destroyed;
      const mail = await makeReportMail(parts, await getSite(siteId), body, now(), isWanted);
      const { email: to } = await describeMe(db, operator.operatorId);
      const id = newId();
      const item = toOutboxRow({
        siteId,
        id,
        at: now(),
        occurrence: `report to try ${id}`,
        cause: `Report by e-mail, to try it: ${body.name}`,
        visitorId: null,
        visitId: null,
        message: { kind: 'email', to, template: 'report', ...mail },
      });
      await db.transaction().execute((trx) => insertOutboxItems(trx, storage.dialect, [item]));
      parts.wake();
      return { to };
    },
  );

  app.get(
    '/:scheduleId',
    { schema: { params, response: { 200: reportScheduleSchema } }, config },
    async ({ params: { siteId, scheduleId } }) => getDescribed(siteId, scheduleId),
  );

  app.put(
    '/:scheduleId',
    { schema: { params, body: reportScheduleChangeSchema, response: { 200: reportScheduleSchema } }, config },
    async (request) => {
      const { siteId, scheduleId } = request.params;
      const { version, ...input } = request.body;
      await db.transaction().execute(async (trx) => {
        const before = await findSchedule(trx, siteId, scheduleId);
        if (!before) throw noSuchSchedule();
        const after = await updateSchedule(trx, siteId, { id: scheduleId, version }, input);
        if (!after) throw new AppError('conflict', 'Somebody else has changed this; read it again');
        await record(trx, request, before.schedule, after);
      });
      await announce(siteId, 'reportSchedules');
      return getDescribed(siteId, scheduleId);
    },
  );

  app.delete(
    '/:scheduleId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().pipe(changedVersion.version) }),
        response: { 204: z.null() },
      },
      config,
    },
    async (request, reply) => {
      const { siteId, scheduleId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findSchedule(trx, siteId, scheduleId);
        if (!before) throw noSuchSchedule();
        if (!(await deleteSchedule(trx, siteId, { id: scheduleId, version: request.query.version })))
          throw new AppError('conflict', 'Somebody else has changed this; read it again');
        await record(trx, request, before.schedule, null);
      });
      await announce(siteId, 'reportSchedules');
      return reply.code(204).send(null);
    },
  );
};

function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: StoredSchedule | null,
  after: StoredSchedule | null,
): Promise<void> {
  const { id = '', name = '' } = after ?? before ?? {};
  const { siteId } = request.params;
  return recordChange(trx, changerOf(request), { siteId, kind: 'reportSchedule', id, name, before, after });
}
