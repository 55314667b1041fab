import {
  type ConfigurationFile,
  type ConfigurationSection,
  configurationSchema,
  configurationSectionNames,
} from '@foyer/protocol/configuration';
import { AppError } from '../../http/app-error.ts';
import { findDeepPlace } from '../../http/find-deep-place.ts';
import { type Fault, flattenIssues } from '../../http/flatten-issues.ts';

/** More than any document has. */
const maxDepth = 32;
/** Most faults that are told at once. */
const faultsTold = 50;

/** Sections of one site to be put in the place of its own. */
export interface Target {
  /** Null: the site is known by its name, or is made. */
  readonly siteId: string | null;
  readonly name: string;
  readonly sections: Readonly<Partial<Record<ConfigurationSection, unknown>>>;
  /** Stands before the path of each fault, such as `sites.0.`. */
  readonly prefix: string;
}

/** Reads a configuration file. Throws `invalid_request` with the path of each fault. */
export function readConfiguration(content: unknown): ConfigurationFile {
  const deep = findDeepPlace(content, maxDepth);
  if (deep !== null) throw refuse([{ path: deep, message: `is nested more than ${maxDepth} levels deep` }]);
  const parsed = configurationSchema.safeParse(content);
  if (!parsed.success) throw refuse(flattenIssues(parsed.error.issues));
  return parsed.data;
}

/** What a file asks for, site by site. */
export function targetsOf(file: ConfigurationFile): Target[] {
  return file.sites.map(({ name, ...sections }, index) => ({
    siteId: null,
    name,
    sections: Object.fromEntries(
      configurationSectionNames.flatMap((section) =>
        sections[section] === undefined ? [] : [[section, sections[section]]],
      ),
    ),
    prefix: `sites.${index}.`,
  }));
}

/** Refuses a file for these faults. */
export function refuse(faults: readonly Fault[]): AppError {
  return new AppError('invalid_request', 'This is no configuration that can be applied', {
    fields: faults.slice(0, faultsTold).map((fault) => ({ ...fault })),
  });
}
