import { type ConfigurationSection, configurationSections } from '@foyer/protocol/configuration';
import type { FieldError } from '@foyer/rules/field-error';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { NamedDocuments, StoredDocument } from '../../storage/named-documents.ts';
import { isSame } from './describe-difference.ts';
import type { Entries, Entry, Kind, ReferenceField } from './kind.ts';

interface NamedKindOptions {
  readonly section: ConfigurationSection;
  readonly announces: Kind['announces'];
  readonly log: Kind['log'];
  readonly documents: NamedDocuments;
  readonly references?: readonly ReferenceField[];
  /** What only the engine and other documents can tell; `path` is where the list stands. */
  readonly check?: (
    documents: readonly Entry['content'][],
    site: Entries,
    path: string,
    before: readonly Entry['content'][],
  ) => FieldError[];
  /** Which stored document can be neither added nor removed, and stays last; given the list of a file, its place in it or -1. */
  readonly findFixed?: (documents: readonly Entry['content'][]) => number;
  readonly forecast?: Kind['forecast'];
  /** Field that is the name of a document. */
  readonly nameField?: 'name' | 'title';
  /** What stays the same of names that may not stand there twice; left out: they may. */
  readonly foldName?: (name: string) => string;
  readonly isUnordered?: boolean;
  readonly checkStored?: Kind['checkStored'];
}

type Item = Partial<StoredDocument> & Readonly<Record<string, unknown>>;

const uuid = z.uuid();

/** A section that is a list of documents with names, in an order. */
export function namedKind(options: NamedKindOptions): Kind {
  const { section, announces, log, documents, references = [], check, findFixed, forecast, checkStored } = options;
  const { nameField = 'name', foldName, isUnordered = false } = options;
  const list = configurationSections[section] as unknown as z.ZodArray<z.ZodType<Item>>;

  const toEntries = (items: readonly Item[], isStored: boolean): Entry[] => {
    const given = items.map(({ id: _id, version: _version, ...content }): Entry['content'] => content);
    const fixed = findFixed?.(given) ?? -1;
    const contents = given.map(({ builtIn, ...content }, index): Entry['content'] =>
      builtIn === true || index === fixed ? { builtIn: true, ...content } : content,
    );
    return items.map(({ id, version, [nameField]: name }, index) => ({
      id: id ?? null,
      version: isStored ? (version ?? null) : null,
      name: String(name),
      content: contents[index] ?? {},
      isFixed: index === fixed,
    }));
  };

  return {
    section,
    announces,
    log,
    references,
    isUnordered,
    ...(forecast ? { forecast } : {}),
    ...(checkStored ? { checkStored } : {}),
    async read(db, siteId) {
      return toEntries(list.parse(await documents.list(db, siteId)), true);
    },
    fromSection: (items) => toEntries(items as readonly Item[], false),
    toSection: (entries) => entries.map(({ content }) => content),
    check(site, before) {
      const entries = site.get(section) ?? [];
      const errors = check?.(
        entries.map(({ content }) => content),
        site,
        section,
        (before.get(section) ?? []).map(({ content }) => content),
      );
      const doubles = foldName ? findDoubleNames(entries, foldName, `${section}.`, `.${nameField}`) : [];
      return [...findDoubleIds(entries, section), ...doubles, ...(errors ?? [])];
    },
    async save(_parts, trx, siteId, pairs) {
      const changed = () => new AppError('conflict', 'Something has been changed meanwhile; look at the plan again');
      const taken = new Set(pairs.map(({ before }) => before?.id));
      const ids: string[] = [];
      // What is removed, or gets another name, makes room for others of that name.
      for (const { before, after } of pairs) {
        if (!before?.id || before.version === null) continue;
        if (after === null) {
          if (!(await documents.remove(trx, siteId, { id: before.id, version: before.version }))) throw changed();
        } else if (before.name !== after.name) await documents.freeName?.(trx, siteId, before.id);
      }
      for (const { before, after } of pairs) {
        if (after === null) continue;
        if (before?.id && before.version !== null) {
          const at = { id: before.id, version: before.version };
          if (!isSame(before.content, after.content) && !(await documents.update(trx, siteId, at, fieldsOf(after))))
            throw changed();
          ids.push(before.id);
        } else {
          const id = after.id !== null && uuid.safeParse(after.id).success && !taken.has(after.id) ? after.id : newId();
          await documents.insert(trx, siteId, id, fieldsOf(after));
          ids.push(id);
        }
      }
      await documents.order(trx, siteId, ids);
      return { ids, made: [] };
    },
  };
}

function fieldsOf({ content }: Entry): object {
  const { builtIn: _builtIn, ...fields } = content;
  return fields;
}

function findDoubleIds(entries: readonly Entry[], section: string): FieldError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (id === null) return [];
    const isDouble = seen.has(id);
    seen.add(id);
    return isDouble ? [{ path: `${section}.${index}.id`, message: 'stands here twice' }] : [];
  });
}

function findDoubleNames(
  entries: readonly Entry[],
  fold: (name: string) => string,
  prefix: string,
  suffix: string,
): FieldError[] {
  const seen = new Map<string, string>();
  return entries.flatMap(({ name }, index) => {
    const folded = fold(name ?? '');
    const first = seen.get(folded);
    if (first === undefined) seen.set(folded, name ?? '');
    return first === undefined
      ? []
      : [{ path: `${prefix}${index}${suffix}`, message: `is taken: there is “${first}”; case makes no difference` }];
  });
}
