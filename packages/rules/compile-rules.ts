import { eachOf, waysByPages, waysTo } from './access.ts';
import { findEngines } from './alert-criteria.ts';
import { type CompiledAlert, compileAlert, waysToAlert } from './alerts.ts';
import { type CompiledExclusions, compileExclusions } from './exclusions.ts';
import type { RunningExperiment } from './experiment.ts';
import { type CompiledInvite, compileInvite } from './invites.ts';
import { openPagePool } from './page-pool.ts';
import { type CompiledProspectRule, compileProspectRule, waysToProspectRule } from './prospects.ts';
import { type IndexedRule, indexRules, type RuleIndex } from './rule-index.ts';
import type { RuleSetSource } from './rule-set.ts';

/** A site's configuration, compiled once per change and not read per hit. */
export interface RuleSet {
  readonly source: RuleSetSource;
  readonly exclusions: CompiledExclusions;
  /** The enabled ones, in order. */
  readonly alerts: RuleIndex<CompiledAlert>;
  readonly prospects: RuleIndex<CompiledProspectRule>;
  /** Those of them whose verdict time alone can change. */
  readonly timedProspects: RuleIndex<CompiledProspectRule>;
  readonly autoSends: RuleIndex<CompiledInvite>;
  /** Ids of enabled prospect rules that time alone never changes. */
  readonly untimedProspects: ReadonlySet<string>;
  /** Whether a prospect or auto-send rule looks at the host name, so that it is worth looking up. */
  readonly usesHostName: boolean;
  /** What pages are to watch for these rules' sake. */
  readonly watches: readonly ('scroll' | 'exit')[];
  /** The running experiments by the id of their invite. */
  readonly experiments: ReadonlyMap<string, RunningExperiment>;
  /** By id; by name as well, since scenario and import files refer so. Null: there is none. */
  findInvite(reference: string): CompiledInvite | null;
}

/** Compiles and indexes a site's configuration. */
export function compileRules(source: RuleSetSource): RuleSet {
  const { keepsFragments } = source;
  const enginesOf = findEngines(source.referringSites);
  const pool = openPagePool(keepsFragments);
  const invites = source.invites.map((invite) => compileInvite(invite, source));
  const autoSends = invites.filter(({ invite, pages }) => invite.enabled && pages.length > 0);
  const prospects = source.prospectRules
    .filter(({ enabled }) => enabled)
    .map((rule) => compileProspectRule(rule, source));
  const alerts = source.alerts.filter(({ enabled }) => enabled).map((alert) => compileAlert(alert, source, enginesOf));
  const indexedProspects = prospects.map((rule) => ({ rule, ways: waysToProspectRule(rule) }));
  const index = <Rule>(rules: readonly IndexedRule<Rule>[]) => indexRules(rules, enginesOf, pool);
  const byReference = new Map([
    ...invites.toReversed().map((compiled) => [compiled.invite.name, compiled] as const),
    ...invites.map((compiled) => [compiled.invite.id, compiled] as const),
  ]);
  const conditions = [...prospects, ...autoSends].flatMap((rule) => rule.conditions ?? []);
  const set: RuleSet = {
    source,
    exclusions: compileExclusions(source.exclusions, keepsFragments),
    alerts: index(alerts.map((rule) => ({ rule, ways: waysToAlert(rule.alert) }))),
    prospects: index(indexedProspects),
    timedProspects: index(indexedProspects.filter(({ rule }) => rule.isTimed)),
    autoSends: index(
      autoSends.map((rule) => ({
        rule,
        ways: eachOf([
          waysByPages('page.current', rule.invite.autoSend.pages),
          waysTo(rule.invite.autoSend.conditions),
        ]),
      })),
    ),
    untimedProspects: new Set(prospects.filter(({ isTimed }) => !isTimed).map(({ rule }) => rule.id)),
    usesHostName: conditions.some(({ usesHostName }) => usesHostName),
    watches: [
      ...(conditions.some(({ variables }) => variables.has('page.scrollDepth')) ? ['scroll' as const] : []),
      ...(conditions.some(({ variables }) => variables.has('page.exitIntent')) ? ['exit' as const] : []),
    ],
    experiments: new Map(source.experiments?.map((experiment) => [experiment.inviteId, experiment])),
    findInvite: (reference) => byReference.get(reference) ?? null,
  };
  pool.build();
  return set;
}
