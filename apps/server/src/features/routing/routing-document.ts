import { type routingFileSchema, routingInputSchema } from '@foyer/protocol/routing';
import type { z } from 'zod';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getRouting, saveRouting } from './routing-repository.ts';

export { findRoutingFaults } from './check-routing.ts';

/** A site's routing, for configuration files. */
export const routingDocument: WholeDocument<z.infer<typeof routingFileSchema>> = {
  async read(db, siteId) {
    const { version, ...content } = await getRouting(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) =>
    (await saveRouting(trx, siteId, version, routingInputSchema.parse(content))) !== null,
};
