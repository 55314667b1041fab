import type { ReferringSite } from '@foyer/protocol/referring-site';
import { foldText } from '@foyer/rules/fold-text';

/** What became of the names of a list of referring sites. */
export interface NameChanges {
  /** New names by their old ones, folded. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Names that are no longer there. */
  readonly gone: readonly string[];
}

/**
 * Compares two versions of a list. A site whose name is gone was renamed when just one of the sites with a new name has
 * a host pattern of it.
 */
export function compareNames(before: readonly ReferringSite[], after: readonly ReferringSite[]): NameChanges {
  const oldNames = new Set(before.map(({ name }) => foldText(name)));
  const newNames = new Set(after.map(({ name }) => foldText(name)));
  const added = after.filter(({ name }) => !oldNames.has(foldText(name)));
  const renamed = new Map<string, string>();
  const gone: string[] = [];
  for (const { name, hosts } of before.filter((site) => !newNames.has(foldText(site.name)))) {
    const known = new Set(hosts.map(foldText));
    const [heir, ...others] = added.filter((site) => site.hosts.some((host) => known.has(foldText(host))));
    if (heir !== undefined && others.length === 0) renamed.set(foldText(name), heir.name);
    else gone.push(name);
  }
  return { renamed, gone };
}
