import { erasureInputSchema, erasureReceiptSchema } from '@foyer/protocol/privacy';
import { visitorIdSchema } from '@foyer/protocol/visitor-socket';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import type { Erasures } from './erasures.ts';
import { exportPerson } from './export-person.ts';
import { readPrivacy } from './read-privacy.ts';

interface PersonParts {
  readonly storage: Storage;
  readonly erasures: Erasures;
  readonly ledger: ErasureLedger;
  readonly limits: RateLimits;
  readonly now: () => number;
}

/** What a person may ask of a site, under /api/v1/sites/:siteId/visitors/:visitorId: their data, their erasure. Administrators. */
export const personRoutes: FastifyPluginAsyncZod<PersonParts> = async (app, parts) => {
  const { storage, erasures, ledger, limits, now } = parts;
  const { db } = storage;
  const access = { who: 'administrator', touches: 'site' } as const;
  const ofVisitor = z.object({ siteId: z.uuid(), visitorId: visitorIdSchema });

  app.get(
    '/visitors/:visitorId/export',
    { schema: { params: ofVisitor, response: { 200: z.looseObject({}) } }, config: { access } },
    async (request, reply) => {
      const { siteId, visitorId } = request.params;
      await limits.take('personExportsByOperator', request.operator.operatorId);
      const [site, privacy] = await Promise.all([lookUpSite(db, siteId), readPrivacy(db, siteId)]);
      if (!site) throw new AppError('not_found', 'No such site');
      const circumstances = { areAddressesCut: privacy.addresses === 'cut', now: now() };
      const found = await exportPerson(storage.reports, { id: site.id, name: site.name }, visitorId, circumstances);
      if (!found) throw new AppError('not_found', 'Nothing is known of this visitor');
      await recordChange(db, changerOf(request), {
        siteId,
        kind: 'visitorExport',
        id: ledger.hash(siteId, visitorId).slice(0, 32),
        name: 'Data of a visitor',
        before: null,
        after: { tables: Object.keys(found.data), files: found.files.length },
      });
      reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="visitor-${visitorId.slice(0, 8)}.json"`);
      return { ...found };
    },
  );

  app.post(
    '/visitors/:visitorId/erase',
    {
      schema: { params: ofVisitor, body: erasureInputSchema, response: { 200: erasureReceiptSchema } },
      config: { access },
    },
    async (request) => {
      const { siteId, visitorId } = request.params;
      if (!(await erasures.knows(siteId, visitorId)))
        throw new AppError('not_found', 'Nothing is known of this visitor');
      if (request.body.confirm.trim().toLowerCase() !== visitorId)
        throw new AppError('invalid_request', 'An erasure cannot be undone: confirm it by the id of the visitor', {
          fields: [{ path: 'confirm', message: 'must be the id of the visitor' }],
        });
      const changer = changerOf(request);
      const receipt = await erasures.erase(siteId, visitorId, changer.name);
      await recordChange(db, changer, {
        siteId,
        kind: 'visitorErasure',
        id: receipt.id,
        name: 'Erasure of a visitor',
        before: null,
        after: { rows: receipt.rows },
      });
      return receipt;
    },
  );
};
