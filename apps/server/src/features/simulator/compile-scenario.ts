import type { Scenario, ScenarioConfiguration } from '@foyer/protocol/scenario';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';
import { builtInReferringSites } from '../visits/facts/referring-sites.ts';

/** Stands for whoever the notification settings would name, when a scenario names nobody. */
const someRecipient = ['recipients'];

/** Compiles the configuration of a scenario; documents without an id get one that tells kind and place. */
export function compileScenario({ site }: Scenario, configuration: ScenarioConfiguration): RuleSet {
  const { notifications, referringSites } = configuration;
  const identify = <T extends { id?: string | undefined; version?: number | undefined }>(
    kind: string,
    documents: T[],
  ) =>
    documents.map((document, place) => ({
      ...document,
      id: document.id ?? `${kind}-${place + 1}`,
      version: document.version ?? 1,
    }));
  return compileRules({
    timeZone: site.timeZone,
    currency: site.currency,
    visitTimeoutMs: site.visitTimeoutMinutes * 60_000,
    idleMs: 5 * 60_000,
    alerts: identify('alert', configuration.alerts).map((alert) => ({ ...alert, builtIn: alert.builtIn ?? false })),
    prospectRules: identify('prospect-rule', configuration.prospectRules),
    invites: identify('invite', configuration.invites),
    exclusions: configuration.exclusions,
    referringSites: referringSites.length > 0 ? referringSites : builtInReferringSites,
    notifications: {
      emails: notifications?.emails ?? someRecipient,
      phones: notifications?.phones ?? someRecipient,
      emailVisitors: site.emailVisitors,
      webhookEvents: [],
    },
  });
}
