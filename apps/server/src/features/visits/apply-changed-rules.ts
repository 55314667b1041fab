import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { ConfiguredDocuments } from '../sites/configuration-changes.ts';
import type { PageHub } from './page-hub.ts';
import type { VisitEngine } from './visit-engine.ts';

/** Documents that an open visit must be looked at for: lists that may end it, rules that time alone can make true. */
const concernOpenVisits: readonly ConfiguredDocuments[] = ['site', 'exclusions', 'prospectRules', 'invites'];
/** Visits looked at together. */
const atATime = 100;

export interface ChangedRulesParts {
  readonly engine: VisitEngine;
  readonly store: VisitStore<Visit>;
  readonly hub: PageHub;
  readonly now: () => number;
}

/** Looks anew at the visits whose pages are connected to this node, after documents of their site have changed. */
export async function applyToConnected(
  parts: ChangedRulesParts,
  siteId: string,
  documents: ConfiguredDocuments,
): Promise<void> {
  if (concernOpenVisits.includes(documents)) await lookAgain(parts, siteId, parts.hub.visitorsOf(siteId));
}

/** The same for visits without a connected page: for the one node on which the documents were changed. */
export async function applyToOthers(
  parts: ChangedRulesParts,
  siteId: string,
  documents: ConfiguredDocuments,
): Promise<void> {
  if (!concernOpenVisits.includes(documents)) return;
  const visits = await parts.store.list(siteId);
  const others = visits.filter(({ tabs }) => Object.values(tabs).every(({ nodeId }) => nodeId === null));
  await lookAgain(
    parts,
    siteId,
    others.map(({ visitorId }) => visitorId),
  );
}

async function lookAgain(
  { engine, hub, now }: ChangedRulesParts,
  siteId: string,
  visitorIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < visitorIds.length; from += atATime)
    await Promise.all(
      visitorIds.slice(from, from + atATime).map(async (visitorId) => {
        const outcome = await engine.happen({ type: 'rules.changed', siteId, visitorId, at: now() });
        if (!outcome?.effects.some((effect) => effect.type === 'visitor.excluded')) return;
        const frame = { type: 'exclusion.changed', excluded: true } as const;
        await hub.tell(siteId, { visitorId, frame, onlyTab: null, exceptTab: null });
      }),
    );
}
