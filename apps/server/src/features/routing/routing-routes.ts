import {
  routingChangeSchema,
  routingSchema,
  routingTestAnswerSchema,
  routingTestSchema,
  transferTargetsSchema,
} from '@foyer/protocol/routing';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { readTurns } from '../chats/read-turns.ts';
import { listDepartments, listSkills } from '../departments/list-departments.ts';
import { readMemberships } from '../departments/memberships.ts';
import { listStaffOf } from '../operators/list-staff.ts';
import type { Staff } from '../operators/staff.ts';
import { checkRouting } from './check-routing.ts';
import { listTransferTargets } from './list-transfer-targets.ts';
import { getRouting, saveRouting } from './routing-repository.ts';
import { testRouting } from './test-routing.ts';

/** Routing of one site, at /api/v1/sites/:siteId/routing. Operators of the site read, administrators write. */
export const routingRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  staff: Staff;
  announce: (siteId: string, documents: 'routing') => Promise<void>;
}> = async (app, { db, staff, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;
  const tries = { access: { who: 'administrator', touches: 'site', changes: 'nothing' } } as const;

  app.get('/', { schema: { params, response: { 200: routingSchema } }, config: reads }, async (request) =>
    getRouting(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: routingChangeSchema, response: { 200: routingSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...routing } = request.body;
      const saved = await db.transaction().execute(async (trx) => {
        await checkRouting(trx, siteId, routing);
        const before = await getRouting(trx, siteId);
        const after = await saveRouting(trx, siteId, version, routing);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the routing; read it again');
        await recordChange(trx, changerOf(request), {
          siteId,
          kind: 'routing',
          id: siteId,
          name: 'Routing',
          before,
          after,
        });
        return after;
      });
      await announce(siteId, 'routing');
      return saved;
    },
  );

  /** Who would get a chat, by the routing as it is saved; nothing is routed. */
  app.post(
    '/test',
    { schema: { params, body: routingTestSchema, response: { 200: routingTestAnswerSchema } }, config: tries },
    async (request) => {
      const { siteId } = request.params;
      const [routing, people, membershipsOf, turns, skills] = await Promise.all([
        getRouting(db, siteId),
        listStaffOf(db, siteId),
        readMemberships(db, null),
        readTurns(db, siteId),
        listSkills(db, siteId),
      ]);
      const members = new Map(staff.membersOf(siteId).map((member) => [member.operatorId, member]));
      return testRouting(
        request.body,
        routing,
        people.map(({ id, name }) => ({
          id,
          name,
          ...membershipsOf(id),
          present: members.get(id) ?? null,
          offeredAt: turns.get(id) ?? 0,
        })),
        new Map(skills.map(({ id, name }) => [id, name])),
      );
    },
  );

  /** To whom the caller could pass a chat of theirs on. */
  app.get(
    '/transfer-targets',
    { schema: { params, response: { 200: transferTargetsSchema } }, config: reads },
    async (request) => {
      const { siteId } = request.params;
      const [people, departments, skills] = await Promise.all([
        listStaffOf(db, siteId),
        listDepartments(db, siteId),
        listSkills(db, siteId),
      ]);
      const lists = { people, departments, skills };
      return { items: listTransferTargets(lists, staff.membersOf(siteId), request.operator.operatorId) };
    },
  );
};
