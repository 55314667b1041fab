import type { Scenario, ScenarioConfiguration } from '@foyer/protocol/scenario';
import { builtInReferringSites } from '@foyer/rules/built-in-referring-sites';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';

/** Stands for whoever the notification settings would name, when a scenario names nobody. */
const someRecipient = ['recipients'];

/** Compiles the configuration of a scenario; documents without an id get their name for one, so that they keep it in any order. */
export function compileScenario({ site }: Scenario, configuration: ScenarioConfiguration): RuleSet {
  const { notifications, referringSites } = configuration;
  return compileRules({
    timeZone: site.timeZone,
    keepsFragments: site.keepsFragments,
    currency: site.currency,
    visitTimeoutMs: site.visitTimeoutMinutes * 60_000,
    idleMs: 5 * 60_000,
    alerts: identify(configuration.alerts).map((alert) => ({ ...alert, builtIn: alert.builtIn ?? false })),
    prospectRules: identify(configuration.prospectRules),
    invites: identify(configuration.invites),
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

interface Named {
  readonly name: string;
  readonly id?: string | undefined;
  readonly version?: number | undefined;
}

/** Documents with the id and version that the simulator knows them by; a name that stands twice is told apart by its place. */
export function identify<T extends Named>(documents: readonly T[]): (T & { id: string; version: number })[] {
  const taken = new Map<string, number>();
  return documents.map((document) => {
    const times = (taken.get(document.name) ?? 0) + 1;
    taken.set(document.name, times);
    const id = document.id ?? (times === 1 ? document.name : `${document.name} (${times})`);
    return { ...document, id, version: document.version ?? 1 };
  });
}
