import type { CopySettings } from '@foyer/protocol/configuration';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import type { Target } from './read-configuration.ts';
import { readEntries, toSections } from './read-entries.ts';

/**
 * What copying another site's settings asks for (W-103). Where the tracking code may stand stays the site's own. Throws
 * `invalid_request` when there is no such site to copy from.
 */
export async function copyTargets(
  db: Kysely<Database>,
  siteId: string,
  { from, sections }: CopySettings,
): Promise<Target[]> {
  const [source, target] = [await lookUpSite(db, from), await lookUpSite(db, siteId)];
  if (!source || !target || from === siteId)
    throw new AppError('invalid_request', 'Choose another site to copy from', {
      fields: [{ path: 'from', message: from === siteId ? 'is this site itself' : 'is no site' }],
    });
  const exported = toSections(await readEntries(db, from), { ids: false });
  const copied = Object.fromEntries(sections.map((section) => [section, exported[section]]));
  if (exported.site && sections.includes('site'))
    copied.site = { ...exported.site, allowedOrigins: target.allowedOrigins };
  return [{ siteId, name: target.name, sections: copied, prefix: '' }];
}
