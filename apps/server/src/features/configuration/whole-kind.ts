import { type ConfigurationSection, configurationSections } from '@foyer/protocol/configuration';
import type { FieldError } from '@foyer/rules/field-error';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { isSame } from './describe-difference.ts';
import type { Entries, Entry, Kind } from './kind.ts';

type Sections = { readonly [Section in ConfigurationSection]: z.infer<(typeof configurationSections)[Section]> };

interface WholeKindOptions<Section extends ConfigurationSection> extends Pick<Kind, 'announces' | 'log'> {
  readonly section: Section;
  readonly document: WholeDocument<Sections[Section]>;
  readonly references?: Kind['references'];
  /** `before`: the document as it is; null: there is none. */
  readonly check?: (
    content: Sections[Section],
    site: Entries,
    path: string,
    before: Sections[Section] | null,
  ) => FieldError[];
  /** What only the database can tell; asked when the document changes. */
  readonly checkStored?: (
    db: Kysely<Database>,
    siteId: string,
    before: Sections[Section],
    after: Sections[Section],
  ) => Promise<FieldError[]>;
  readonly forecast?: Kind['forecast'];
}

/** A section that is one document. */
export function wholeKind<Section extends ConfigurationSection>(options: WholeKindOptions<Section>): Kind {
  const { section, announces, log, document, references, check, checkStored, forecast } = options;
  return {
    ...wholeSection(section, announces, log),
    ...(references ? { references } : {}),
    ...(forecast ? { forecast } : {}),
    async read(db, siteId) {
      const { version, content } = await document.read(db, siteId);
      return [entryOf(configurationSections[section].parse(content), version)];
    },
    check(site, before) {
      const [entry] = site.get(section) ?? [];
      const [stored] = before.get(section) ?? [];
      if (!entry || !check) return [];
      const known = stored ? (sectionOf(stored) as Sections[Section]) : null;
      return check(sectionOf(entry) as Sections[Section], site, section, known);
    },
    async checkStored(db, siteId, [pair]) {
      if (!checkStored || !pair?.before || !pair.after || isSame(pair.before.content, pair.after.content)) return [];
      const contentOf = (entry: Entry) => sectionOf(entry) as Sections[Section];
      const faults = await checkStored(db, siteId, contentOf(pair.before), contentOf(pair.after));
      return faults.map(({ path, message }) => ({ path: `${section}.${path}`, message }));
    },
    async save(_parts, trx, siteId, [pair]) {
      if (pair?.after) {
        const content = sectionOf(pair.after) as Sections[Section];
        if (!(await document.save(trx, siteId, pair.before?.version ?? 0, content)))
          throw new AppError('conflict', 'Something has been changed meanwhile; look at the plan again');
      }
      return { ids: [], made: [] };
    },
  };
}

/** The part of a kind that every section of one document has alike. */
export function wholeSection(section: ConfigurationSection, announces: Kind['announces'], log: Kind['log']) {
  return {
    section,
    announces,
    log,
    references: [],
    fromSection: (content: unknown): Entry[] => [entryOf(content, null)],
    toSection: ([entry]: readonly Entry[]): unknown => (entry ? sectionOf(entry) : null),
  };
}

/** A section need not be an object. */
export function entryOf(section: unknown, version: number | null): Entry {
  const isObject = typeof section === 'object' && section !== null && !Array.isArray(section);
  const content = isObject ? (section as Entry['content']) : { list: section };
  return { id: null, version, name: null, content, isFixed: true };
}

export function sectionOf({ content }: Entry): unknown {
  return 'list' in content && Object.keys(content).length === 1 ? content.list : content;
}
