import type { ContentGroupsInput } from '@foyer/protocol/content-group';
import { checkEntries } from '@foyer/rules/check-entries';
import type { FieldError } from '@foyer/rules/field-error';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getContentGroups, saveContentGroups } from './content-groups-repository.ts';

/** A site's content groups, for configuration files. */
export const contentGroupsDocument: WholeDocument<ContentGroupsInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getContentGroups(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveContentGroups(trx, siteId, version, content)) !== null,
};

/** Patterns that cannot be used, each with its path. */
export function findContentGroupFaults({ groups }: ContentGroupsInput): FieldError[] {
  return groups.flatMap(({ pages }, index) => checkEntries(pages, `groups.${index}.pages`, checkPagePattern));
}
