import {
  exclusionsDryRunSchema,
  exclusionsFields,
  exclusionsInputSchema,
  exclusionsSchema,
} from '@foyer/protocol/exclusions';
import { compileExclusions, findVisitorExclusion } from '@foyer/rules/exclusions';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { checkExclusions } from './check-exclusions.ts';
import { dryRunExclusions } from './dry-run-exclusions.ts';
import { getExclusions, saveExclusions } from './exclusions-repository.ts';

const changeSchema = z.strictObject({ ...exclusionsFields, version: z.number().int().min(0) });

/** A form waits for the answer, so it is soon there, even if it tells of the newest visits only. */
const dryRunLimits = { visits: 200_000, pageViews: 1_000_000, ms: 8_000 };

/** Somebody of whom only their place is known. */
const unknownSource = { referrer: null, referrerHost: null, searchPhrase: null, utm: { term: null } };

/** Exclusions of one site, at /api/v1/sites/:siteId/exclusions. Operators of the site read, administrators write. */
export const exclusionsRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  announce: (siteId: string, documents: 'exclusions') => Promise<void>;
  addressOf: (request: FastifyRequest) => string;
  /** ISO 3166-1 code of the country an address is in; null: not known. */
  countryOf: (address: string) => string | null;
  now: () => number;
}> = async (app, { storage, announce, addressOf, countryOf, now }) => {
  const { db, reports } = storage;
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: exclusionsSchema } }, config: reads }, async (request) =>
    getExclusions(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: changeSchema, response: { 200: exclusionsSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...lists } = request.body;
      checkExclusions(lists);
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getExclusions(trx, siteId);
        const after = await saveExclusions(trx, siteId, version, lists);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the exclusions; read them again');
        const change = { siteId, kind: 'exclusions', id: siteId, name: 'Exclusions', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'exclusions');
      return saved;
    },
  );

  app.post(
    '/dry-run',
    {
      schema: { params, body: exclusionsInputSchema, response: { 200: exclusionsDryRunSchema } },
      config: { access: { ...writes.access, changes: 'nothing' } },
    },
    async (request, reply) => {
      const lists = request.body;
      checkExclusions(lists);
      const address = addressOf(request);
      const you = { address, country: countryOf(address) };
      const isWanted = () => !reply.raw.destroyed;
      const { siteId } = request.params;
      const keepsFragments = (await lookUpSite(db, siteId))?.keepsFragments ?? false;
      const options = { limits: dryRunLimits, now, isWanted, keepsFragments };
      return {
        ...(await dryRunExclusions(reports, siteId, lists, options)),
        excludesYou: findVisitorExclusion(compileExclusions(lists), unknownSource, you) !== null,
      };
    },
  );

  app.get(
    '/own-address',
    { schema: { params, response: { 200: z.object({ address: z.string() }) } }, config: reads },
    async (request) => ({ address: addressOf(request) }),
  );
};
