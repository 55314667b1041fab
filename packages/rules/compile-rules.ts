import { type CompiledAlert, compileAlert } from './alerts.ts';
import { type AutoSendIndex, indexAutoSends } from './auto-send-index.ts';
import { type CompiledExclusions, compileExclusions } from './exclusions.ts';
import { type CompiledInvite, compileInvite } from './invites.ts';
import type { RuleSetSource } from './rule-set.ts';

/** A site's configuration, compiled once per change and not read per hit. */
export interface RuleSet {
  readonly source: RuleSetSource;
  readonly exclusions: CompiledExclusions;
  /** The enabled ones, in order. */
  readonly alerts: readonly CompiledAlert[];
  readonly autoSends: AutoSendIndex;
  /** Whether an auto-send rule looks at the host name, so that it is worth looking up. */
  readonly invitesUseHostName: boolean;
  /** By id; by name as well, since scenario and import files refer so. Null: there is none. */
  findInvite(reference: string): CompiledInvite | null;
}

/** Compiles and indexes a site's configuration. */
export function compileRules(source: RuleSetSource): RuleSet {
  const invites = source.invites.map((invite) => compileInvite(invite, source.timeZone));
  const byReference = new Map([
    ...invites.toReversed().map((compiled) => [compiled.invite.name, compiled] as const),
    ...invites.map((compiled) => [compiled.invite.id, compiled] as const),
  ]);
  return {
    source,
    exclusions: compileExclusions(source.exclusions),
    alerts: source.alerts.filter(({ enabled }) => enabled).map((alert) => compileAlert(alert, source)),
    autoSends: indexAutoSends(invites),
    invitesUseHostName: invites.some(
      ({ invite, pages, conditions }) => invite.enabled && pages.length > 0 && conditions?.usesHostName,
    ),
    findInvite: (reference) => byReference.get(reference) ?? null,
  };
}
