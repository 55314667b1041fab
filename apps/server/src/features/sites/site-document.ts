import { type Site, type SiteInput, siteInputSchema } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { findSite, lockSites, updateSite } from './site-repository.ts';

/** A site's settings without its name, for configuration files. */
export const siteDocument: WholeDocument<Omit<SiteInput, 'name'>> = {
  async read(db, siteId) {
    const site = await getSite(db, siteId);
    const { name: _name, ...content } = fieldsOf(site);
    return { version: site.version, content };
  },
  async save(trx, siteId, version, content) {
    const { name } = await getSite(trx, siteId);
    return (await updateSite(trx, siteId, version, { ...content, name })) !== null;
  },
};

/** Lines up who changes the configuration of these sites as a whole. Within a transaction. */
export function holdSites(trx: Kysely<Database>, siteIds: readonly string[]): Promise<void> {
  return lockSites(trx, siteIds);
}

async function getSite(db: Kysely<Database>, siteId: string): Promise<Site> {
  const site = await findSite(db, siteId);
  if (!site) throw new AppError('not_found', 'No such site');
  return site;
}

function fieldsOf(site: Site): SiteInput {
  const { id: _id, version: _version, key: _key, codeSeenAt: _at, codeSeenUrl: _url, ...fields } = site;
  return siteInputSchema.parse(fields);
}
