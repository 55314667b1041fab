import { exclusionsFields, exclusionsSchema } from '@foyer/protocol/exclusions';
import { checkAddressPattern } from '@foyer/rules/address-pattern';
import { findCountry, nearestCountry } from '@foyer/rules/country';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { getExclusions, saveExclusions } from './exclusions-repository.ts';

const changeSchema = z.strictObject({ ...exclusionsFields, version: z.number().int().min(0) });

/** Exclusions of one site, at /api/v1/sites/:siteId/exclusions. Operators of the site read, administrators write. */
export const exclusionsRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'exclusions') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });

  app.get(
    '/',
    {
      schema: { params, response: { 200: exclusionsSchema } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request) => getExclusions(db, request.params.siteId),
  );

  app.put(
    '/',
    {
      schema: { params, body: changeSchema, response: { 200: exclusionsSchema } },
      config: { access: { who: 'administrator', touches: 'site' } },
    },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...lists } = request.body;
      checkLists(lists);
      const saved = await saveExclusions(db, siteId, version, lists);
      if (!saved) throw new AppError('conflict', 'Somebody else has changed the exclusions; read them again');
      await announce(siteId, 'exclusions');
      return saved;
    },
  );
};

/** Throws `invalid_request`, naming each entry that can never match or can't be read. */
function checkLists(lists: { pages: string[]; addresses: string[]; countries: string[] }): void {
  const fields: { path: string; message: string }[] = [];
  const check = (list: string, entries: readonly string[], judge: (entry: string) => string | null) => {
    for (const [index, entry] of entries.entries()) {
      const message = judge(entry);
      if (message) fields.push({ path: `${list}.${index}`, message });
    }
  };
  check('pages', lists.pages, checkPagePattern);
  check('addresses', lists.addresses, checkAddressPattern);
  check('countries', lists.countries, (entry) => {
    if (findCountry(entry) !== null) return null;
    const nearest = nearestCountry(entry);
    return `is no country or ISO code: ${entry}${nearest ? `. Did you mean ${nearest}?` : ''}`;
  });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some entries are not as they must be', { fields });
}
