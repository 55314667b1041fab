import type {
  AppliedConfiguration,
  ConfigurationPlan,
  ConfigurationSection,
  importCauses,
} from '@foyer/protocol/configuration';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { type Changer, recordChange } from '../changes/record-change.ts';
import { holdSites } from '../sites/site-document.ts';
import { isSame } from './describe-difference.ts';
import { insertImport } from './import-repository.ts';
import type { ConfigurationParts, Entry, Kind, MadeSecret } from './kind.ts';
import {
  changesNothing,
  checkTargets,
  findSiteIds,
  type Plan,
  planSites,
  type SitePlan,
  tellPlan,
} from './plan-sites.ts';
import type { Target } from './read-configuration.ts';
import { hashEntries, labelsOfEntries, readEntries, toSections } from './read-entries.ts';
import { mapReferences } from './references.ts';

/** What applying is asked for beside the documents. */
export interface ApplyOptions {
  /** What was planned; refused when it would be another plan now. Null: whatever it is. */
  readonly plan: string | null;
  readonly cause: (typeof importCauses)[number];
  readonly changer: Changer;
  /** Looked at within the transaction, before anything is written. */
  readonly check?: (plan: Plan) => void;
}

/** What was applied, and which documents of which sites the nodes must be told of. */
export interface Applied extends AppliedConfiguration {
  readonly changed: readonly { readonly siteId: string; readonly announces: Kind['announces'] }[];
}

/** Undoes the transaction in which sites were made only to be looked at. */
class OnlyPlanned extends Error {
  readonly plan: ConfigurationPlan;
  constructor(plan: ConfigurationPlan) {
    super('only planned');
    this.plan = plan;
  }
}

/** What applying would change, with what it would lead to. Changes nothing. Throws as `planSites` does. */
export async function planConfiguration(
  parts: ConfigurationParts,
  targets: readonly Target[],
): Promise<ConfigurationPlan> {
  const { db } = parts.storage;
  await checkTargets(parts, targets);
  if (!(await findSiteIds(db, targets)).includes(null))
    return tellPlan(parts, await planSites(parts, db, targets), true);
  try {
    return await db.transaction().execute(async (trx) => {
      throw new OnlyPlanned(await tellPlan(parts, await planSites(parts, trx, targets), false));
    });
  } catch (error) {
    if (error instanceof OnlyPlanned) return error.plan;
    throw error;
  }
}

/**
 * Applies in one transaction, and keeps the state before. Throws as `planSites` does; `conflict` when it is not what was
 * planned any more.
 */
export async function applyConfiguration(
  parts: ConfigurationParts,
  targets: readonly Target[],
  { plan: planned, cause, changer, check }: ApplyOptions,
): Promise<Applied> {
  await checkTargets(parts, targets);
  return parts.storage.db.transaction().execute(async (trx) => {
    await holdSites(
      trx,
      (await findSiteIds(trx, targets)).filter((siteId) => siteId !== null),
    );
    const plan = await planSites(parts, trx, targets);
    if (planned !== null && plan.id !== planned)
      throw new AppError('conflict', 'Something has changed since this was planned; look at the plan again');
    check?.(plan);
    const told = await tellPlan(parts, plan, false);
    if (changesNothing(plan)) return { importId: null, plan: told, madeSecrets: [], changed: [] };

    const importId = newId();
    const madeSecrets: AppliedConfiguration['madeSecrets'] = [];
    const rows: Parameters<typeof insertImport>[1][number][] = [];
    for (const [index, site] of plan.sites.entries()) {
      const made = await saveSite(parts, trx, site, changer);
      madeSecrets.push(...made.map((secret) => ({ ...secret, site: site.name })));
      rows.push({
        site_id: site.siteId,
        id: importId,
        at: changer.at,
        operator_name: changer.name,
        cause,
        site_name: site.name,
        planned: JSON.stringify(told.sites[index]),
        before: JSON.stringify(toSections(site.before, { ids: true })),
        after_hash: hashEntries(await readEntries(trx, site.siteId)),
      });
    }
    await insertImport(trx, rows);
    const changed = plan.sites.flatMap(({ siteId, sections }) =>
      sections.flatMap(({ kind, changes }) => (changes.length > 0 ? [{ siteId, announces: kind.announces }] : [])),
    );
    return { importId, plan: told, madeSecrets, changed };
  });
}

/** Ids of documents by what files call them, by section. */
type Ids = Map<ConfigurationSection, Map<string, string>>;

/** Saves a site section by section, what is referred to first. The answer is the secrets that were made. */
async function saveSite(
  parts: ConfigurationParts,
  trx: Transaction<Database>,
  site: SitePlan,
  changer: Changer,
): Promise<readonly MadeSecret[]> {
  const { siteId, isNew, name, before, sections } = site;
  if (isNew)
    await recordChange(trx, changer, { siteId, kind: 'site', id: siteId, name, before: null, after: { name } });
  const idsBefore: Ids = new Map();
  for (const [section, entries] of before)
    idsBefore.set(
      section,
      idsByLabel(entries, (entry) => entry.id),
    );
  const ids: Ids = new Map();
  const made: MadeSecret[] = [];
  for (const { kind, pairs, changes } of sections) {
    const withIds = (entry: Entry | null, known: Ids) =>
      entry && mapReferences(entry, kind.references, (to, label) => known.get(to)?.get(label) ?? null);
    const stored = pairs.map((pair) => ({ before: withIds(pair.before, idsBefore), after: withIds(pair.after, ids) }));
    const partners = new Map(pairs.map((pair) => [pair.after, pair.before]));
    const entries = pairs.flatMap(({ after }) => after ?? []);
    const isUntouched =
      changes.length === 0 && stored.every((pair) => isSame(pair.before?.content, pair.after?.content));
    if (isUntouched) {
      ids.set(
        kind.section,
        idsByLabel(entries, (entry) => partners.get(entry)?.id ?? null),
      );
      continue;
    }
    const saved = await kind.save(parts, trx, siteId, stored);
    ids.set(
      kind.section,
      idsByLabel(entries, (_entry, index) => saved.ids[index] ?? null),
    );
    made.push(...saved.made);
    await recordSection(trx, changer, site, { kind, pairs, changes, ids: saved.ids });
  }
  return made;
}

function idsByLabel(entries: readonly Entry[], idOf: (entry: Entry, index: number) => string | null) {
  const labels = labelsOfEntries(entries);
  return new Map(
    entries.flatMap((entry, index) => {
      const id = idOf(entry, index);
      return id === null ? [] : [[labels[index] ?? '', id] as const];
    }),
  );
}

async function recordSection(
  trx: Transaction<Database>,
  changer: Changer,
  { siteId, name, before }: SitePlan,
  { kind, pairs, changes, ids }: SitePlan['sections'][number] & { ids: readonly string[] },
): Promise<void> {
  const { log, section, hide = (content) => content } = kind;
  const left = [...ids];
  for (const { before: old, after } of pairs) {
    const id = after === null ? old?.id : left.shift();
    await recordChange(trx, changer, {
      siteId,
      kind: log.kind,
      id: id ?? siteId,
      name: after?.name ?? old?.name ?? (section === 'site' ? name : log.name),
      before: old && hide(old.content),
      after: after && hide(after.content),
    });
  }
  if (log.order === undefined || !changes.some(({ change }) => change === 'reordered')) return;
  await recordChange(trx, changer, {
    siteId,
    kind: log.order,
    id: siteId,
    name: `Order: ${log.name}`,
    before: { order: (before.get(section) ?? []).map((entry) => entry.name) },
    after: { order: pairs.flatMap(({ after }) => after?.name ?? []) },
  });
}
