import { createHash } from 'node:crypto';
import type {
  ConfigurationPlan,
  ConfigurationSection,
  PlannedChange,
  PlannedSite,
} from '@foyer/protocol/configuration';
import { isEmptyPlan } from '@foyer/protocol/configuration';
import type { Site } from '@foyer/protocol/site';
import type { Kysely, Transaction } from 'kysely';
import type { Fault } from '../../http/flatten-issues.ts';
import type { Database } from '../../storage/tables.ts';
import { createSite } from '../sites/create-site.ts';
import { listSites } from '../sites/list-sites.ts';
import { describeDifferences, isSame } from './describe-difference.ts';
import type { ConfigurationParts, Entries, Entry, Kind, Pair } from './kind.ts';
import { kindsInOrder } from './kinds.ts';
import { labelsOf } from './labels.ts';
import { pairEntries } from './pair-entries.ts';
import { refuse, type Target } from './read-configuration.ts';
import { hashEntries, labelsOfEntries, readEntries } from './read-entries.ts';
import { mapReferences } from './references.ts';

/** What is to be done to one site. */
export interface SitePlan {
  readonly siteId: string;
  readonly isNew: boolean;
  readonly name: string;
  readonly before: Entries;
  readonly after: Entries;
  readonly sections: readonly {
    readonly kind: Kind;
    readonly pairs: readonly Pair[];
    readonly changes: PlannedChange[];
  }[];
  readonly missingSecrets: PlannedSite['missingSecrets'];
}

/** What is to be done, and what stands for it. */
export interface Plan {
  readonly id: string;
  readonly sites: readonly SitePlan[];
}

/**
 * Compares what is asked for with what is there. Sites that there are not yet are made, so the transaction of a mere plan
 * is to be rolled back. Throws `invalid_request` with the path of each fault.
 */
export async function planSites(
  parts: ConfigurationParts,
  trx: Transaction<Database> | Kysely<Database>,
  targets: readonly Target[],
): Promise<Plan> {
  const found = findSites(await listSites(trx, null), targets);
  const sites: SitePlan[] = [];
  const faults: Fault[] = [];
  for (const [index, target] of targets.entries()) {
    const known = found[index] ?? null;
    const site = known ?? (await createSite(trx as Transaction<Database>, { name: target.name }, parts.now()));
    const planned = await planSite(parts, trx, target, { id: site.id, name: site.name, isNew: known === null });
    if ('faults' in planned) faults.push(...planned.faults);
    else sites.push(planned);
  }
  if (faults.length > 0) throw refuse(faults);
  return { id: hashPlan(sites), sites };
}

/** Id of the site of each target; null: it has to be made. */
export async function findSiteIds(db: Kysely<Database>, targets: readonly Target[]): Promise<(string | null)[]> {
  return findSites(await listSites(db, null), targets).map((site) => site?.id ?? null);
}

/** What takes long to judge. Outside of transactions: names are looked up, images looked at. */
export async function checkTargets(parts: ConfigurationParts, targets: readonly Target[]): Promise<void> {
  const faults: Fault[] = [];
  for (const { sections, prefix } of targets)
    for (const kind of kindsInOrder) {
      const section = sections[kind.section];
      if (section === undefined || !kind.checkTargets) continue;
      const errors = await kind.checkTargets(parts, kind.fromSection(section));
      faults.push(...errors.map(({ path, message }) => ({ path: `${prefix}${path}`, message })));
    }
  if (faults.length > 0) throw refuse(faults);
}

/** A plan as it is told, with what it would lead to. */
export async function tellPlan(
  parts: ConfigurationParts,
  plan: Plan,
  withForecasts: boolean,
): Promise<ConfigurationPlan> {
  const sites: PlannedSite[] = [];
  for (const { siteId, isNew, name, before, after, sections, missingSecrets } of plan.sites) {
    const told: PlannedSite['sections'] = [];
    for (const { kind, changes } of sections) {
      if (changes.length === 0) continue;
      const forecasts = withForecasts && !isNew ? await kind.forecast?.(parts, siteId, before, after) : undefined;
      told.push({ section: kind.section, changes, forecasts: forecasts ?? [] });
    }
    sites.push({ name, isNew, sections: told, missingSecrets });
  }
  return { id: plan.id, sites };
}

/** Whether nothing is to be done. */
export function changesNothing({ sites }: Plan): boolean {
  return isEmptyPlan({
    sites: sites.map(({ name, isNew, sections, missingSecrets }) => ({
      name,
      isNew,
      missingSecrets,
      sections: sections.flatMap(({ kind, changes }) =>
        changes.length === 0 ? [] : [{ section: kind.section, changes, forecasts: [] }],
      ),
    })),
  });
}

/** The site of each target: by its id, else by its name; of several with one name in their order. */
function findSites(sites: readonly Site[], targets: readonly Target[]): (Site | null)[] {
  const byId = new Map(sites.map((site) => [site.id, site]));
  const labels = labelsOf(sites.map(({ name }) => name));
  const byLabel = new Map(sites.map((site, index) => [labels[index], site]));
  const wanted = labelsOf(targets.map(({ name }) => name));
  return targets.map(({ siteId }, index) => (siteId === null ? byLabel.get(wanted[index]) : byId.get(siteId)) ?? null);
}

async function planSite(
  parts: ConfigurationParts,
  trx: Kysely<Database>,
  { sections, prefix }: Target,
  site: { id: string; name: string; isNew: boolean },
): Promise<SitePlan | { faults: Fault[] }> {
  const before = await readEntries(trx, site.id);
  const given = new Map<ConfigurationSection, Entry[]>();
  const pairs = new Map<ConfigurationSection, Pair[]>();
  for (const kind of kindsInOrder) {
    const section = sections[kind.section];
    const old = before.get(kind.section) ?? [];
    const paired = pairEntries(old, section === undefined ? old : kind.fromSection(section)).map((pair) =>
      kind.keepsLeftOut && pair.after === null ? { ...pair, after: pair.before } : pair,
    );
    pairs.set(kind.section, paired);
    given.set(
      kind.section,
      paired.flatMap(({ after }) => (after === null ? [] : [after])),
    );
  }

  const faults: Fault[] = [];
  const missingSecrets: PlannedSite['missingSecrets'] = [];
  const after = new Map<ConfigurationSection, Entry[]>();
  for (const kind of kindsInOrder) {
    const resolved: Entry[] = [];
    for (const [index, entry] of (given.get(kind.section) ?? []).entries()) {
      const mapped = mapReferences(entry, kind.references, (to, reference, path) => {
        const label = findLabel(given.get(to) ?? [], pairs.get(to) ?? [], reference);
        if (label === null)
          faults.push({
            path: `${kind.section}.${index}.${path}`,
            message: `there is no “${reference}” among the ${to} of the site`,
          });
        return label;
      });
      const settled = (await kind.settle?.(parts, trx, site.id, mapped)) ?? { after: mapped, missing: [] };
      missingSecrets.push(...settled.missing.map(({ path, words }) => ({ path: `${kind.section}.${path}`, words })));
      resolved.push(settled.after);
    }
    after.set(kind.section, resolved);
  }
  const matchedOf = (kind: Kind): Pair[] => {
    const resolved = [...(after.get(kind.section) ?? [])];
    return (pairs.get(kind.section) ?? []).map((pair) => ({
      before: pair.before,
      after: pair.after === null ? null : (resolved.shift() ?? null),
    }));
  };
  for (const kind of kindsInOrder) {
    faults.push(...kind.check(after, before));
    faults.push(...((await kind.checkStored?.(trx, site.id, matchedOf(kind), after)) ?? []));
  }
  if (faults.length > 0) return { faults: faults.map((fault) => placeFault(fault, sections, prefix)) };

  const planned = kindsInOrder.map((kind) => {
    const matched = matchedOf(kind);
    return { kind, pairs: matched, changes: describeChanges(kind, before.get(kind.section) ?? [], matched) };
  });
  return { siteId: site.id, isNew: site.isNew, name: site.name, before, after, sections: planned, missingSecrets };
}

/** What files call the document that is meant: by its id, there or in the file, or by its label. */
function findLabel(entries: readonly Entry[], pairs: readonly Pair[], reference: string): string | null {
  const labels = labelsOfEntries(entries);
  const byId = pairs.find(({ before, after }) => after && (after.id === reference || before?.id === reference))?.after;
  const index = byId ? entries.indexOf(byId) : labels.indexOf(reference);
  return labels[index] ?? null;
}

/** A fault of a section that is not in the file is one of the site: something that is there stands against it. */
function placeFault({ path, message }: Fault, sections: Target['sections'], prefix: string): Fault {
  const [section = ''] = path.split('.');
  const isGiven = Object.hasOwn(sections, section);
  return isGiven
    ? { path: `${prefix}${path}`, message }
    : {
        path: prefix === '' ? section : prefix.slice(0, -1),
        message: `what is there stands against it: ${path} ${message}`,
      };
}

function describeChanges(kind: Kind, before: readonly Entry[], pairs: readonly Pair[]): PlannedChange[] {
  const hide = kind.hide ?? ((content: Entry['content']) => content);
  const changes = pairs.flatMap(({ before: old, after: entry }): PlannedChange[] => {
    const name = (entry ?? old)?.name ?? null;
    if (old === null) return [{ change: 'added', name, fields: [] }];
    if (entry === null) return [{ change: 'removed', name, fields: [] }];
    if (isSame(old.content, entry.content)) return [];
    const fields = describeDifferences(hide(old.content), hide(entry.content));
    return [{ change: 'changed', name: old.name, fields }];
  });
  if (kind.isUnordered) return changes;
  const places = pairs.flatMap(({ before: old, after: entry }) => (old && entry ? [before.indexOf(old)] : []));
  const isReordered = places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0));
  if (!isReordered) return changes;
  const order = pairs.flatMap(({ after: entry }) => (entry?.name ? [`“${entry.name}”`] : []));
  const words = order.length > 20 ? `${order.slice(0, 20).join(', ')} and ${order.length - 20} more` : order.join(', ');
  return [...changes, { change: 'reordered', name: null, fields: [{ path: 'order', words }] }];
}

function hashPlan(sites: readonly SitePlan[]): string {
  // What a site begins with is made anew at each look.
  const state = sites.map(({ siteId, isNew, name, before, after }) => [
    isNew ? name : `${siteId} ${hashEntries(before)}`,
    [...after].map(([section, entries]) => [section, entries.map(({ id, content }) => [isNew ? null : id, content])]),
  ]);
  return createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 32);
}
