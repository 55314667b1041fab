import { type TagSettings, tagInputSchema } from '@foyer/protocol/tag';
import { foldText } from '@foyer/rules/fold-text';
import { AppError } from '../../http/app-error.ts';
import type { NamedDocuments } from '../../storage/named-documents.ts';
import type { WholeDocument } from '../../storage/whole-document.ts';
import {
  deleteTag,
  freeTagName,
  getTagSettings,
  insertTag,
  saveTagSettings,
  selectTags,
  updateTag,
} from './tag-repository.ts';

/** A site's tags by name, archived ones too, for configuration files. Their names are unique, folded. */
export const tagDocuments: NamedDocuments = {
  async list(db, siteId) {
    // Databases don't agree on the order of texts.
    const tags = (await selectTags(db, siteId)).map((tag) => ({ tag, folded: foldText(tag.name) }));
    return tags.sort((one, other) => (one.folded < other.folded ? -1 : 1)).map(({ tag }) => tag);
  },
  async insert(trx, siteId, id, fields) {
    if (!(await insertTag(trx, siteId, tagInputSchema.parse(fields), id)))
      throw new AppError('conflict', 'Somebody has just made a tag of the same name; look at the plan again');
  },
  update: async (trx, siteId, { id, version }, fields) =>
    (await updateTag(trx, siteId, id, version, tagInputSchema.parse(fields))) !== null,
  remove: (trx, siteId, { id, version }) => deleteTag(trx, siteId, id, version),
  order: async () => undefined,
  freeName: freeTagName,
};

/** A site's rights around tags, for configuration files. */
export const tagSettingsDocument: WholeDocument<Omit<TagSettings, 'version'>> = {
  async read(db, siteId) {
    const { version, ...content } = await getTagSettings(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveTagSettings(trx, siteId, { ...content, version })) !== null,
};
