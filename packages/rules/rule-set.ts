import type { Alert } from '@foyer/protocol/alert';
import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import type { Invite } from '@foyer/protocol/invite';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { ReferringSite } from '@foyer/protocol/referring-site';
import type { RunningExperiment } from './experiment.ts';

/** Who is told of what rules find. */
export interface RecipientLists {
  /** Recipients of the mail of prospect rules. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Whether visitors may be written to at all (opt-in of the site). */
  readonly emailVisitors: boolean;
  /** Events that go out as webhooks. */
  readonly webhookEvents: readonly string[];
}

/** What of a site decides how its conditions and patterns are read. */
export type SiteReading = Pick<RuleSetSource, 'timeZone' | 'keepsFragments'>;

/** A site's configuration as the engine reads it; documents in their order. */
export interface RuleSetSource {
  readonly timeZone: string;
  /** Whether pages are told apart by their fragment, as on sites that route by it. */
  readonly keepsFragments: boolean;
  /** ISO 4217, of all amounts. */
  readonly currency: string;
  readonly visitTimeoutMs: number;
  readonly idleMs: number;
  readonly alerts: readonly Alert[];
  readonly prospectRules: readonly ProspectRule[];
  readonly invites: readonly Invite[];
  readonly exclusions: ExclusionsInput;
  readonly referringSites: readonly ReferringSite[];
  readonly notifications: RecipientLists;
  /** Left out: there are none. */
  readonly experiments?: readonly RunningExperiment[];
}
