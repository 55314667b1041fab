import type { InviteSource } from '@foyer/protocol/invite';
import type { Explanation } from './explanation.ts';
import type { SuppressionReason } from './suppression-reason.ts';

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
      readonly explanation: Explanation;
    }
  | { readonly type: 'shadow.matched'; readonly rule: 'alert' | 'invite'; readonly id: string; readonly name: string }
  | { readonly type: 'popup.sent'; readonly rule: 'alert'; readonly id: string; readonly name: string }
  | {
      readonly type: 'invite.sent';
      readonly invitationId: string;
      readonly inviteId: string;
      readonly inviteName: string;
      readonly source: InviteSource;
    }
  | {
      readonly type: 'invite.suppressed';
      readonly inviteId: string;
      readonly inviteName: string;
      readonly source: InviteSource;
      readonly reason: SuppressionReason;
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
