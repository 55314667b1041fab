import type { InvitationState, InviteSource } from '@foyer/protocol/invite';
import type { SuppressionReason } from './suppression-reason.ts';

/** Verdict of a condition, criterion or rule. Unknown: a fact is missing or not there yet; it never fires a rule. */
export type Verdict = boolean | 'unknown';

/** What is known of a visitor beyond the present visit: loaded once when a visit opens, kept with it. */
export interface VisitorFacts {
  /** Visits before the present one. */
  readonly earlierVisits: number;
  /** Page views before the present visit, and visible time. */
  readonly earlierPages: number;
  readonly earlierVisibleMs: number;
  readonly firstVisitAt: number | null;
  readonly lastVisitAt: number | null;
  /** Host of the first ever referrer, or `direct`; null until the first visit opens. */
  readonly firstReferrer: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly isProspect: boolean;
  readonly isCustomer: boolean;
  /** Prospect rules that have fired, by id, with the name each had then; those of the present visit included. */
  readonly prospectTypes: Readonly<Record<string, string>>;
  /** Ids of prospect rules that have come true in shadow, so that each is told of as often as it would have fired. */
  readonly shadowTypes: readonly string[];
  /** Addresses of pages viewed before the present visit, each once, the newest `maxEarlierPages`. */
  readonly earlierPageUrls: readonly string[];
  /** Ledger sum before the present visit, minor units. */
  readonly earlierRevenue: number;
  readonly chats: number;
  /** Of the last chat that has one; null: none. */
  readonly lastWrapUp: string | null;
  readonly lastRating: number | null;
  /** Names, of all chats. */
  readonly tags: readonly string[];
  readonly invitesDeclined: number;
  readonly lastDeclinedAt: number | null;
  /** Shows and sends so far, by invite id (all visits). */
  readonly invites: Readonly<Record<string, { readonly sent: number; readonly shown: number }>>;
  /** Blocked by an operator. */
  readonly isBlocked: boolean;
}

/** Where a visit came from. */
export interface Source {
  /** External page that led to this visit, or null for a direct entry. */
  readonly referrer: string | null;
  readonly referrerHost: string | null;
  /** Name of the referring site whose host pattern matches. */
  readonly referringSite: string | null;
  readonly isSearch: boolean;
  readonly searchPhrase: string | null;
  readonly utm: {
    readonly source: string | null;
    readonly medium: string | null;
    readonly campaign: string | null;
    readonly term: string | null;
    readonly content: string | null;
  };
}

/** Where the visitor seems to be. `undefined`: not looked up yet (a slow fact may still come); null: looked up, not known. */
export interface Place {
  readonly address: string;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly organisation: string | null;
  readonly ownOrganisation: boolean | null;
  readonly hostName?: string | null | undefined;
}

export interface Technology {
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly browser: string | null;
  readonly os: string | null;
  readonly device: string | null;
  readonly screenWidth: number | null;
}

export interface PageViewFact {
  readonly id: string;
  readonly at: number;
  readonly url: string;
  readonly title: string;
  /** Furthest that the page was scrolled, percent; undefined: not told. */
  readonly scrollDepth?: number | undefined;
  /** Whether the visitor made to leave; undefined: not told. */
  readonly exitIntent?: boolean | undefined;
}

/** One open page. A tab that has no page is not listed. */
export interface Tab {
  /** Null: an excluded page, of which address, title and time are not kept. */
  readonly pageViewId: string | null;
  readonly url: string;
  readonly title: string;
  /** Since when visible; null while hidden. */
  readonly visibleSince: number | null;
  /** Visible time of its present page view before `visibleSince`. */
  readonly visibleMs: number;
  /** Highest report number taken, so that a repeat is ignored. */
  readonly n: number;
  /** Node that holds its connection; null for one that only sends beacons (then `seenAt` decides when it is gone). */
  readonly nodeId: string | null;
  /** Since when its connection is broken without the page having said that it leaves; it may come back. */
  readonly lostAt: number | null;
  readonly seenAt: number;
}

export interface Invitation {
  readonly id: string;
  readonly inviteId: string;
  readonly source: InviteSource;
  readonly state: InvitationState;
  readonly at: number;
  /** The invite whose look is shown instead, by an experiment. */
  readonly variantId?: string;
}

/** Addresses of earlier pages that are kept of a visitor. */
export const maxEarlierPages = 500;

/** A visit that is going on: the value `decide` turns into the next one. Plain JSON, so that it can live in Redis. */
export interface Visit {
  readonly format: 1;
  readonly id: string;
  readonly siteId: string;
  readonly visitorId: string;
  readonly visitNumber: number;
  readonly startedAt: number;
  readonly lastHitAt: number;
  /** Last page change or activity. */
  readonly lastActivityAt: number;
  /** Since when no page is open; null while connected. */
  readonly disconnectedAt: number | null;
  readonly visitor: VisitorFacts;
  readonly source: Source;
  readonly place: Place;
  readonly technology: Technology;
  readonly entryPage: string;
  /** Newest page shown, whichever tab. Means nothing while `pageCount` is 0: see `hasOpened`. */
  readonly page: PageViewFact;
  readonly pageCount: number;
  /** Up to the 200 newest page addresses of this visit, each once. */
  readonly pages: readonly string[];
  /** Visible time before that of the tabs open now, which `visibleMsAt` adds; two tabs visible at once count once. */
  readonly visibleMs: number;
  readonly tabs: Readonly<Record<string, Tab>>;
  /** Custom events of this visit, with how often each happened. */
  readonly events: Readonly<Record<string, number>>;
  /** Ledger sum of this visit, minor units. */
  readonly revenue: number;
  /** What was booked in this visit already: order ids and page loads, so that none is booked twice. */
  readonly booked: readonly string[];
  /** What pages reported that bringing the visitor here cost, minor units; null: nothing was reported. */
  readonly reportedCost: number | null;
  /** Prospect rules that fired in this visit (or came true in shadow: `shadow ID`), with how often. */
  readonly fired: Readonly<Record<string, number>>;
  /** Rules of *every time* that were true when last looked at. */
  readonly trueRules: readonly string[];
  /** Became a prospect in this visit. */
  readonly isNewProspect: boolean;
  /**
   * Whether this visit is on the customer list, and why: became one in it, or was one before. `undone`: an administrator
   * has taken the flag back, and no rule of this visit sets it again.
   */
  readonly customer: 'new' | 'repeat' | 'undone' | null;
  readonly alertId: string | null;
  /** Until when the alert list waits for a slow fact; null: decided. */
  readonly alertWaitsUntil: number | null;
  readonly invitation: Invitation | null;
  /** Invites sent in this visit, by invite id, with the page view each was last sent on. `heldOut`: by an experiment, and so not sent. */
  readonly invited: Readonly<
    Record<string, { readonly count: number; readonly pageViewId: string; readonly heldOut?: true }>
  >;
  /** Reasons already reported for not sending an invite, by invite id, so that each is reported once per visit. */
  readonly suppressed: Readonly<Record<string, readonly SuppressionReason[]>>;
  readonly chat: { readonly id: string; readonly state: 'pending' | 'active' } | null;
  /** What the newest chat of this visit asked for, and the answers to its survey. */
  readonly chatWish: {
    readonly department: string | null;
    readonly skill: string | null;
    readonly survey: Readonly<Record<string, string>>;
  } | null;
}

/** What is known of the staff of the visit's site at this instant. */
export interface StaffFacts {
  /** Operators Online. */
  readonly online: number;
  /** Operators Online and below their chat limit. */
  readonly withRoom: number;
  readonly queueLength: number;
  /** Null: the site has no opening hours. */
  readonly insideOpeningHours: boolean | null;
}
