import type { InviteSource } from '@foyer/protocol/invite';
import type { ExperimentGroup } from './experiment.ts';
import type { Explanation } from './explanation.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** What a firing is the first of; counters of visits and visitors move only then. */
export interface FirstOf {
  /** The visitor was no prospect before. */
  readonly ofVisitor: boolean;
  /** The visitor did not have this prospect type before. */
  readonly typeOfVisitor: boolean;
  /** No prospect rule had fired in this visit. */
  readonly ofVisit: boolean;
  /** This rule had not fired in this visit. */
  readonly typeOfVisit: boolean;
}

/** Why a reported amount was not booked (rules.md section 7). */
export type IgnoredRevenueReason =
  | 'duplicateOrder'
  | 'duplicatePageLoad'
  | 'otherCurrency'
  | 'invalidAmount'
  | 'noVisit';

/** A rule that acted. */
export interface RuleReference {
  readonly kind: 'alert' | 'prospectRule';
  readonly id: string;
  readonly name: string;
}

export type { SuppressionReason } from './suppression-reason.ts';

/** What follows from a decision. The server stores and does these; the simulator prints them. In order. */
export type Effect =
  | { readonly type: 'spider.seen'; readonly name: string; readonly url: string }
  | { readonly type: 'visitor.excluded'; readonly list: 'addresses' | 'keywordsAndReferrers' | 'countries' }
  | { readonly type: 'page.excluded'; readonly url: string }
  | {
      readonly type: 'visit.ended';
      readonly visitId: string;
      readonly at: number;
      readonly pageCount: number;
      readonly visibleMs: number;
    }
  | { readonly type: 'visit.opened'; readonly visitId: string }
  | { readonly type: 'page.recorded'; readonly pageViewId: string; readonly url: string; readonly title: string }
  /** Visible time of a page view, final when its tab leaves it. */
  | { readonly type: 'page.timed'; readonly pageViewId: string; readonly visibleMs: number }
  | {
      readonly type: 'alert.matched';
      readonly alertId: string;
      readonly alertName: string;
      readonly alertVersion: number;
      readonly explanation: Explanation;
      /** A paid listing: what the entry cost in minor units, and after how many entries from one address a day it is suspicious. */
      readonly paid: { readonly cost: number; readonly entriesPerDay: number | null } | null;
    }
  | {
      readonly type: 'prospect.fired';
      readonly ruleId: string;
      readonly ruleName: string;
      readonly ruleVersion: number;
      /** What makes this firing one and the same, whichever tab or node finds it. */
      readonly occurrence: string;
      readonly isFirst: FirstOf;
      readonly explanation: Explanation;
    }
  | { readonly type: 'customer.flagged'; readonly isNew: boolean; readonly ruleId: string; readonly ruleName: string }
  /** `amount` in minor units; `key` is what it is booked once for. */
  | {
      readonly type: 'revenue.booked';
      readonly amount: number;
      readonly orderId: string | null;
      readonly key: string;
    }
  | { readonly type: 'revenue.ignored'; readonly reason: IgnoredRevenueReason }
  | { readonly type: 'cost.booked'; readonly amount: number }
  | { readonly type: 'event.recorded'; readonly name: string }
  | {
      readonly type: 'email.queued';
      readonly to: string;
      readonly template: 'visitor' | 'staff';
      readonly rule: RuleReference;
    }
  | { readonly type: 'sms.queued'; readonly to: string; readonly rule: RuleReference }
  | { readonly type: 'webhook.queued'; readonly event: string; readonly rule: RuleReference }
  | {
      readonly type: 'shadow.matched';
      readonly rule: 'alert' | 'prospectRule' | 'invite';
      readonly id: string;
      readonly name: string;
      readonly version: number;
      readonly occurrence: string;
      readonly explanation: Explanation | null;
    }
  | { readonly type: 'popup.sent'; readonly rule: RuleReference }
  | {
      readonly type: 'invite.sent';
      readonly invitationId: string;
      readonly inviteId: string;
      readonly inviteName: string;
      readonly source: InviteSource;
      /** The invite whose look is shown instead, by an experiment. */
      readonly variantId?: string;
    }
  /** The visitor counts in a group of an experiment's run from now on; told each time, and stored once. */
  | { readonly type: 'experiment.exposed'; readonly runId: string; readonly group: ExperimentGroup }
  | {
      readonly type: 'invite.suppressed';
      readonly inviteId: string;
      readonly inviteName: string;
      readonly source: InviteSource;
      readonly reason: SuppressionReason;
      /** Of one that an experiment held back: each counts, like one that was sent. */
      readonly invitationId?: string;
    }
  | {
      readonly type: 'invite.shown' | 'invite.accepted' | 'invite.declined' | 'invite.timedOut' | 'invite.withdrawn';
      readonly invitationId: string;
      readonly inviteId: string;
    }
  /** A rule waits for the host name: look it up and send `facts.arrived`, or let the clock run out. */
  | { readonly type: 'facts.wanted'; readonly address: string }
  /** A fact of the visitor worth storing changed (contact details). */
  | { readonly type: 'contact.changed' };
