import { type ConfigurationSection, configurationSections } from '@foyer/protocol/configuration';
import type { FieldError } from '@foyer/rules/field-error';
import type { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { WholeDocument } from '../../storage/whole-document.ts';
import type { Entries, Entry, Kind } from './kind.ts';

type Sections = { readonly [Section in ConfigurationSection]: z.infer<(typeof configurationSections)[Section]> };

interface WholeKindOptions<Section extends ConfigurationSection> extends Pick<Kind, 'announces' | 'log'> {
  readonly section: Section;
  readonly document: WholeDocument<Sections[Section]>;
  readonly check?: (content: Sections[Section], site: Entries, path: string) => FieldError[];
  readonly forecast?: Kind['forecast'];
}

/** A section that is one document. */
export function wholeKind<Section extends ConfigurationSection>(options: WholeKindOptions<Section>): Kind {
  const { section, announces, log, document, check, forecast } = options;
  return {
    ...wholeSection(section, announces, log),
    ...(forecast ? { forecast } : {}),
    async read(db, siteId) {
      const { version, content } = await document.read(db, siteId);
      return [entryOf(configurationSections[section].parse(content), version)];
    },
    check(site) {
      const [entry] = site.get(section) ?? [];
      return entry && check ? check(sectionOf(entry) as Sections[Section], site, section) : [];
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
