import { createHash } from 'node:crypto';
import type { ConfigurationSection, SiteConfigurationFile } from '@foyer/protocol/configuration';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { Entries, Entry } from './kind.ts';
import { kindsInOrder } from './kinds.ts';
import { labelsOf } from './labels.ts';
import { mapReferences } from './references.ts';

/** All documents of a site as they are stored, with other documents by their labels. */
export async function readEntries(db: Kysely<Database>, siteId: string): Promise<Entries> {
  const entries = new Map<ConfigurationSection, Entry[]>();
  for (const kind of kindsInOrder) {
    const stored = await kind.read(db, siteId);
    // A document that was deleted is referred to no more.
    const labelled = stored.map((entry) =>
      mapReferences(entry, kind.references, (to, id) => labelOfId(entries.get(to) ?? [], id)),
    );
    entries.set(kind.section, labelled);
  }
  return entries;
}

/** A site's documents as they stand in a file. `ids`: with their ids, for coming back to them. */
export function toSections(entries: Entries, { ids }: { ids: boolean }): Omit<SiteConfigurationFile, 'name'> {
  const sections = kindsInOrder.map((kind) => {
    const found = entries.get(kind.section) ?? [];
    return [kind.section, kind.toSection(ids ? found.map(withId) : found)];
  });
  return Object.fromEntries(sections) as Omit<SiteConfigurationFile, 'name'>;
}

function withId(entry: Entry): Entry {
  return entry.id === null ? entry : { ...entry, content: { id: entry.id, ...entry.content } };
}

/** Stands for the state of a site: another one as soon as a document has changed. */
export function hashEntries(entries: Entries): string {
  return createHash('sha256')
    .update(JSON.stringify([...entries]))
    .digest('hex');
}

/** Labels of a list of documents, in its order. */
export function labelsOfEntries(entries: readonly Entry[]): string[] {
  return labelsOf(entries.map(({ name }) => name ?? ''));
}

function labelOfId(entries: readonly Entry[], id: string): string | null {
  const index = entries.findIndex((entry) => entry.id === id);
  return index < 0 ? null : (labelsOfEntries(entries)[index] ?? null);
}
