import type { InviteSource } from '@foyer/protocol/invite';
import type { Place, Source, StaffFacts, Technology, Visit, VisitorFacts } from './visit.ts';

/** Ids for what a decision may create; made outside, since the engine has no random numbers. */
export interface FreshIds {
  readonly visit: string;
  readonly pageView: string;
  readonly invitation: string;
}

/** What every event carries. */
export interface EventBase {
  /** Epoch ms by the server's clock (less the report's age). */
  readonly at: number;
  readonly siteId: string;
  readonly visitorId: string;
  readonly staff: StaffFacts;
  readonly ids: FreshIds;
}

/** One thing that happens to a visitor. */
export type VisitEvent = EventBase &
  (
    | {
        readonly type: 'page.viewed';
        readonly tab: string;
        readonly n: number;
        readonly nodeId: string | null;
        readonly url: string;
        readonly title: string;
        readonly visible: boolean;
        readonly source: Source;
        readonly place: Place;
        readonly technology: Technology;
        readonly spider: string | null;
        /** In a replay: it was excluded when it came, and its address is not known. Left out: the lists say. */
        readonly wasExcluded?: boolean | undefined;
        /** Known of the visitor from storage; read only when this hit opens a visit. */
        readonly visitor: VisitorFacts;
      }
    | { readonly type: 'page.hidden' | 'page.visible' | 'page.left'; readonly tab: string }
    /** The tab's connection opened or broke on this node, without the page saying anything. */
    | { readonly type: 'tab.connected'; readonly tab: string; readonly nodeId: string }
    | { readonly type: 'tab.disconnected'; readonly tab: string; readonly nodeId: string }
    /** These nodes are alive: tabs of others are gone. */
    | { readonly type: 'nodes.changed'; readonly nodeIds: readonly string[] }
    | { readonly type: 'activity.seen' }
    | {
        readonly type: 'revenue.reported';
        /** The page it came from and its report number; null: not told. */
        readonly tab: string | null;
        readonly n: number | null;
        /** Decimal, in `currency`; negative: a refund. */
        readonly amount: string | number;
        readonly currency: string | null;
        readonly orderId: string | null;
        /** Whether the ledger has this order id already, whoever reported it. */
        readonly isOrderKnown: boolean;
      }
    | {
        readonly type: 'cost.reported';
        readonly tab: string | null;
        readonly n: number | null;
        readonly amount: string | number;
      }
    | { readonly type: 'event.happened'; readonly tab: string | null; readonly n: number | null; readonly name: string }
    /** An administrator has taken the visitor's customer flag back. */
    | { readonly type: 'customer.undone' }
    | { readonly type: 'page.scrolled'; readonly tab: string; readonly depth: number }
    | { readonly type: 'exit.intended'; readonly tab: string }
    | { readonly type: 'facts.arrived'; readonly hostName: string | null }
    | {
        readonly type: 'contact.changed';
        readonly name?: string | undefined;
        readonly company?: string | undefined;
        readonly email?: string | undefined;
        readonly phone?: string | undefined;
        readonly variables?: Readonly<Record<string, string>> | undefined;
      }
    | { readonly type: 'invite.requested'; readonly inviteId: string; readonly source: InviteSource }
    | {
        readonly type: 'invite.shown' | 'invite.accepted' | 'invite.declined' | 'invite.timedOut';
        readonly invitationId: string;
      }
    /** Somebody came Online or the last one left. */
    | { readonly type: 'staff.changed' }
    | {
        readonly type: 'chat.changed';
        readonly chat: { readonly id: string; readonly state: 'pending' | 'active' } | null;
      }
    /** The visitor asks for a chat: for whom it is, and what was answered before it. */
    | { readonly type: 'chat.wished'; readonly wish: NonNullable<Visit['chatWish']> }
    /**
     * The visitor has answered questions of a chat. `isNew`: with the request for it, so that what an earlier chat asked for
     * and was told is no more. Department and skill, by name; null: none was chosen.
     */
    | {
        readonly type: 'survey.answered';
        readonly answers: Readonly<Record<string, string>>;
        readonly isNew: boolean;
        readonly department: string | null;
        readonly skill: string | null;
      }
    /** An operator has classified a chat of the visitor or changed its tags, or the visitor has rated one. */
    | {
        readonly type: 'chat.classified';
        readonly lastWrapUp: string | null;
        readonly lastRating: number | null;
        readonly tags: readonly string[];
      }
    /** The configuration changed (exclusions may hit an open visit). */
    | { readonly type: 'rules.changed' }
    /** Time passed: an instant named by `wakeAt` has come. */
    | { readonly type: 'clock' }
  );
