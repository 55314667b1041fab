import {
  departmentChangeSchema,
  departmentInputSchema,
  departmentSchema,
  skillChangeSchema,
  skillInputSchema,
  skillSchema,
} from '@foyer/protocol/department';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listStaffOf } from '../operators/list-staff.ts';
import {
  type Documents,
  deleteDocument,
  findDocument,
  insertDocument,
  type Kind,
  selectDocuments,
  updateDocument,
} from './department-repository.ts';

interface DepartmentRouteOptions {
  readonly db: Kysely<Database>;
  readonly announce: (siteId: string, documents: 'departments' | 'skills') => Promise<void>;
}

/** Departments of one site, under /api/v1/sites/:siteId/departments. Operators of the site read, administrators write. */
export const departmentRoutes: FastifyPluginAsyncZod<DepartmentRouteOptions> = async (app, { db, announce }) => {
  const writes = { config: { access: { who: 'administrator', touches: 'site' } } } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), departmentId: z.uuid() });
  const tell = (siteId: string) => announce(siteId, 'departments');

  app.get(
    '/',
    {
      schema: { params: site, response: { 200: z.object({ items: z.array(departmentSchema) }) } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request) => ({ items: await selectDocuments(db, 'department', request.params.siteId) }),
  );
  app.post(
    '/',
    { schema: { params: site, body: departmentInputSchema, response: { 201: departmentSchema } }, ...writes },
    async (request, reply) => {
      const { siteId } = request.params;
      const made = await create(db, request, 'department', siteId, request.body);
      await tell(siteId);
      return reply.code(201).send(made);
    },
  );
  app.put(
    '/:departmentId',
    { schema: { params, body: departmentChangeSchema, response: { 200: departmentSchema } }, ...writes },
    async (request) => {
      const { siteId, departmentId } = request.params;
      const changed = await change(db, request, 'department', siteId, departmentId, request.body);
      await tell(siteId);
      return changed;
    },
  );
  app.delete(
    '/:departmentId',
    {
      schema: { params, querystring: z.object({ version: z.coerce.number().int() }), response: { 204: z.null() } },
      ...writes,
    },
    async (request, reply) => {
      const { siteId, departmentId } = request.params;
      await remove(db, request, 'department', { siteId, id: departmentId, version: request.query.version });
      await tell(siteId);
      return reply.code(204).send(null);
    },
  );
};

/** Skills of one site, under /api/v1/sites/:siteId/skills. Operators of the site read, administrators write. */
export const skillRoutes: FastifyPluginAsyncZod<DepartmentRouteOptions> = async (app, { db, announce }) => {
  const writes = { config: { access: { who: 'administrator', touches: 'site' } } } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), skillId: z.uuid() });
  const tell = (siteId: string) => announce(siteId, 'skills');

  app.get(
    '/',
    {
      schema: { params: site, response: { 200: z.object({ items: z.array(skillSchema) }) } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request) => ({ items: await selectDocuments(db, 'skill', request.params.siteId) }),
  );
  app.post(
    '/',
    { schema: { params: site, body: skillInputSchema, response: { 201: skillSchema } }, ...writes },
    async (request, reply) => {
      const { siteId } = request.params;
      const made = await create(db, request, 'skill', siteId, request.body);
      await tell(siteId);
      return reply.code(201).send(made);
    },
  );
  app.put(
    '/:skillId',
    { schema: { params, body: skillChangeSchema, response: { 200: skillSchema } }, ...writes },
    async (request) => {
      const { siteId, skillId } = request.params;
      const changed = await change(db, request, 'skill', siteId, skillId, request.body);
      await tell(siteId);
      return changed;
    },
  );
  app.delete(
    '/:skillId',
    {
      schema: { params, querystring: z.object({ version: z.coerce.number().int() }), response: { 204: z.null() } },
      ...writes,
    },
    async (request, reply) => {
      const { siteId, skillId } = request.params;
      await remove(db, request, 'skill', { siteId, id: skillId, version: request.query.version });
      await tell(siteId);
      return reply.code(204).send(null);
    },
  );
};

type Input<K extends Kind> = Omit<Documents[K], 'id' | 'version'>;

async function create<K extends Kind>(
  db: Kysely<Database>,
  request: FastifyRequest,
  kind: K,
  siteId: string,
  input: Input<K>,
): Promise<Documents[K]> {
  return refuseTakenName(kind, () =>
    db.transaction().execute(async (trx) => {
      await checkOperators(trx, siteId, input.operatorIds);
      const made = await get(trx, kind, siteId, await insertDocument(trx, kind, siteId, input));
      await record(trx, request, kind, siteId, null, made);
      return made;
    }),
  );
}

async function change<K extends Kind>(
  db: Kysely<Database>,
  request: FastifyRequest,
  kind: K,
  siteId: string,
  id: string,
  { version, ...input }: Input<K> & { version: number },
): Promise<Documents[K]> {
  return refuseTakenName(kind, () =>
    db.transaction().execute(async (trx) => {
      const before = await get(trx, kind, siteId, id);
      await checkOperators(trx, siteId, input.operatorIds);
      if (!(await updateDocument(trx, kind, { siteId, id, version }, input as unknown as Input<K>))) throw stale(kind);
      const changed = await get(trx, kind, siteId, id);
      await record(trx, request, kind, siteId, before, changed);
      return changed;
    }),
  );
}

async function remove(
  db: Kysely<Database>,
  request: FastifyRequest,
  kind: Kind,
  at: { siteId: string; id: string; version: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await get(trx, kind, at.siteId, at.id);
    if (!(await deleteDocument(trx, kind, at))) throw stale(kind);
    await record(trx, request, kind, at.siteId, before, null);
  });
}

/** Notes in the change log what became of it. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest,
  kind: Kind,
  siteId: string,
  before: Documents[Kind] | null,
  after: Documents[Kind] | null,
): Promise<void> {
  const { id, name } = (after ?? before) as Documents[Kind];
  await recordChange(trx, changerOf(request), { siteId, kind, id, name, before, after });
}

async function get<K extends Kind>(db: Kysely<Database>, kind: K, siteId: string, id: string): Promise<Documents[K]> {
  const found = await findDocument(db, kind, siteId, id);
  if (!found) throw new AppError('not_found', `No such ${kind} on this site`);
  return found;
}

function stale(kind: Kind): AppError {
  return new AppError('conflict', `Somebody else has changed this ${kind}; read it again`);
}

/** Throws `invalid_request`, naming each operator who does not work on the site. */
async function checkOperators(trx: Kysely<Database>, siteId: string, operatorIds: readonly string[]): Promise<void> {
  const staff = new Set((await listStaffOf(trx, siteId)).map((one) => one.id));
  const fields = operatorIds.flatMap((id, index) =>
    staff.has(id) ? [] : [{ path: `operatorIds.${index}`, message: 'does not work on this site' }],
  );
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}

async function refuseTakenName<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('invalid_request', `There is a ${kind} with this name already`, {
      fields: [{ path: 'name', message: `there is a ${kind} with this name already` }],
    });
  }
}
