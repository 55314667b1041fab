import { type CannedResponse, personalCannedResponseInputSchema } from '@foyer/protocol/canned-response';
import type { NamedDocuments } from '../../storage/named-documents.ts';
import {
  deleteCannedResponse,
  insertCannedResponse,
  ownerOfSite,
  selectCannedResponses,
  updateCannedResponse,
} from './canned-response-repository.ts';

/** A site's own canned responses by folder and title, for configuration files. Several may have one title. */
export const cannedResponseDocuments: NamedDocuments = {
  async list(db, siteId) {
    const responses = await selectCannedResponses(db, [ownerOfSite(siteId)]);
    return responses
      .map((response) => ({ response, key: orderKey(response) }))
      .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
      .map(({ response: { scope: _scope, ...fields } }) => fields);
  },
  async insert(trx, siteId, id, fields) {
    await insertCannedResponse(trx, ownerOfSite(siteId), personalCannedResponseInputSchema.parse(fields), id);
  },
  async update(trx, siteId, { id, version }, fields) {
    const owner = ownerOfSite(siteId);
    const input = personalCannedResponseInputSchema.parse(fields);
    return (await updateCannedResponse(trx, { owner, id, version }, owner, input)) !== null;
  },
  remove: (trx, siteId, { id, version }) => deleteCannedResponse(trx, ownerOfSite(siteId), id, version),
  order: async () => undefined,
};

/** The same on every server: ids are not. */
function orderKey({ folder, title, body }: CannedResponse): string {
  return JSON.stringify([folder, title, body]);
}
