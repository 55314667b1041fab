import { type ApiKey, apiKeyInputSchema, apiKeySchema, createdApiKeySchema } from '@foyer/protocol/api-key';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listSites } from '../sites/list-sites.ts';
import { deleteApiKey, insertApiKey, selectApiKeys } from './api-key-repository.ts';

/** API keys of the installation, under /api/v1/api-keys. Administrators only, and no key makes another. */
export const apiKeyRoutes: FastifyPluginAsyncZod<{
  readonly db: Kysely<Database>;
  readonly now: () => number;
}> = async (app, { db, now }) => {
  const access = { who: 'administrator', touches: 'installation' } as const;

  app.get(
    '/',
    { schema: { response: { 200: z.object({ items: z.array(apiKeySchema) }) } }, config: { access } },
    async () => ({ items: await selectApiKeys(db) }),
  );

  app.post(
    '/',
    { schema: { body: apiKeyInputSchema, response: { 201: createdApiKeySchema } }, config: { access } },
    async (request, reply) => {
      const { siteIds, expiresAt, scopes } = request.body;
      const fields = await faultsOfSites(db, siteIds ?? []);
      if (expiresAt !== null && expiresAt <= now()) fields.push({ path: 'expiresAt', message: 'is past already' });
      if (siteIds !== null && scopes.some((scope) => scope.startsWith('users:')))
        fields.push({ path: 'siteIds', message: 'users belong to no site: a key for them is for all sites' });
      if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
      const { key, token } = await db.transaction().execute(async (trx) => {
        const made = await insertApiKey(trx, request.body, request.operator.name, now());
        await record(trx, request, null, made.key);
        return made;
      });
      return reply.code(201).send({ ...key, token });
    },
  );

  app.delete(
    '/:keyId',
    { schema: { params: z.object({ keyId: z.uuid() }), response: { 204: z.null() } }, config: { access } },
    async (request, reply) => {
      await db.transaction().execute(async (trx) => {
        const gone = await deleteApiKey(trx, request.params.keyId);
        if (!gone) throw new AppError('not_found', 'This API key was revoked already');
        await record(trx, request, gone, null);
      });
      return reply.code(204).send(null);
    },
  );
};

/** Notes in the change log what became of a key; its token is never in it. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest,
  before: ApiKey | null,
  after: ApiKey | null,
): Promise<void> {
  const { id, name } = (after ?? before) as ApiKey;
  await recordChange(trx, changerOf(request), { siteId: null, kind: 'apiKey', id, name, before, after });
}

async function faultsOfSites(
  db: Kysely<Database>,
  siteIds: readonly string[],
): Promise<{ path: string; message: string }[]> {
  const known = new Set((await listSites(db, new Set(siteIds))).map((site) => site.id));
  return siteIds.flatMap((id, index) => (known.has(id) ? [] : [{ path: `siteIds.${index}`, message: 'is no site' }]));
}
