import type { Alert } from '@foyer/protocol/alert';
import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import type { Invite } from '@foyer/protocol/invite';
import type { ReferringSite } from '@foyer/protocol/referring-site';

/** A site's configuration as the engine reads it; documents in their order. */
export interface RuleSetSource {
  readonly timeZone: string;
  readonly visitTimeoutMs: number;
  readonly idleMs: number;
  readonly alerts: readonly Alert[];
  readonly invites: readonly Invite[];
  readonly exclusions: ExclusionsInput;
  readonly referringSites: readonly ReferringSite[];
}
