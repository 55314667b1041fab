import type { RuleSet } from '@foyer/rules/compile-rules';
import { decide } from '@foyer/rules/decide';
import type { Effect } from '@foyer/rules/effect';
import type { VisitEvent } from '@foyer/rules/event';
import { isOnScreen } from '@foyer/rules/invites';
import type { Place, Source, StaffFacts, Technology, Visit, VisitorFacts } from '@foyer/rules/visit';
import type { Recorded, RecordedPage, StaffTimeline } from '../recordings/read-recorded.ts';

/** A page view as it is stored. */
export interface StoredPage {
  readonly id: string;
  readonly at: number;
  readonly url: string;
  readonly title: string;
}

/** All that is known of a visit that is over or goes on, so that it can be decided on once more. */
export interface VisitRecording {
  readonly siteId: string;
  readonly id: string;
  readonly visitorId: string;
  readonly visitNumber: number;
  readonly startedAt: number;
  readonly source: Source;
  readonly place: Place;
  readonly technology: Technology;
  /** In order. */
  readonly events: readonly Recorded[];
  /** In order. */
  readonly pages: readonly StoredPage[];
  /** Until when time goes on for it, epoch ms. */
  readonly until: number;
  /** Whether it was put together from what is stored, since it was not recorded as it happened. */
  readonly isApproximate: boolean;
}

/** What a visit has come to under one set of rules. */
export interface ReplayedVisit {
  /** As it was in the end; null: it never came to be. */
  readonly visit: Visit | null;
  readonly at: number;
}

/** Told of each decision with effects, in order. */
export type OnDecision = (at: number, effects: readonly Effect[], staff: StaffFacts) => void;

/** Something that time alone brings came so late at most, since timers are no clocks. */
const lateMs = 2000;
/** Nothing good asks for time so often in one visit. */
const maxClocks = 20_000;

/** Decides on a recorded visit once more, under these rules and with what was known of the visitor when it began. */
export function replayVisit(
  recording: VisitRecording,
  facts: VisitorFacts,
  rules: RuleSet,
  staff: StaffTimeline,
  onDecision: OnDecision,
): ReplayedVisit {
  return new Replay(recording, facts, rules, staff, onDecision).run();
}

/** What the visitor's browser would do with an invite that was not sent to it then. */
interface Imagined {
  readonly at: number;
  readonly kind: 'show' | 'timeOut';
}

type Happening = { readonly type: VisitEvent['type'] } & Readonly<Record<string, unknown>>;

class Replay {
  readonly #recording: VisitRecording;
  readonly #facts: VisitorFacts;
  readonly #rules: RuleSet;
  readonly #timeline: StaffTimeline;
  readonly #onDecision: OnDecision;
  /** When each recording's next clock came, its own included. */
  readonly #clocks: readonly number[];
  #visit: Visit | null = null;
  #last: Visit | null = null;
  #at: number;
  #wakeAt: number | null = null;
  #staff: StaffFacts;
  #staffSince = Number.NEGATIVE_INFINITY;
  #isBlocked = false;
  #imagined: Imagined | null = null;
  /** The invitation that nobody was sent then. */
  #imaginedId: string | null = null;
  #withoutStaffAt: number | null = null;
  /** Since when each tab shows its page. */
  readonly #since = new Map<string, number>();
  #page = 0;
  #invitations = 0;

  constructor(
    recording: VisitRecording,
    facts: VisitorFacts,
    rules: RuleSet,
    timeline: StaffTimeline,
    onDecision: OnDecision,
  ) {
    this.#recording = recording;
    this.#facts = facts;
    this.#rules = rules;
    this.#timeline = timeline;
    this.#onDecision = onDecision;
    this.#at = recording.startedAt;
    this.#staff = recording.events[0]?.staff ?? { online: 0, withRoom: 0, queueLength: 0, insideOpeningHours: null };
    this.#clocks = clocksAfter(recording.events);
  }

  run(): ReplayedVisit {
    const { events, until } = this.#recording;
    for (const [place, event] of events.entries()) {
      this.#passTime(event.at, this.#clocks[place] ?? Number.POSITIVE_INFINITY);
      this.#take(event);
    }
    this.#passTime(until, Number.POSITIVE_INFINITY);
    return { visit: this.#last, at: this.#at };
  }

  /** Lets happen by itself what is due by then. `clockAt`: when the server looked next because of time. */
  #passTime(until: number, clockAt: number): void {
    for (let count = 0; count < maxClocks && this.#visit !== null; count++) {
      const wakeAt = this.#wakeAt ?? Number.POSITIVE_INFINITY;
      // The server looked a moment late, and what came in between came first.
      const ownAt = clockAt >= wakeAt && clockAt - wakeAt <= lateMs ? Number.POSITIVE_INFINITY : wakeAt;
      const imaginedAt = this.#imagined?.at ?? Number.POSITIVE_INFINITY;
      const goneAt = this.#withoutStaffAt ?? Number.POSITIVE_INFINITY;
      const at = Math.min(ownAt, imaginedAt, goneAt);
      if (at > until) return;
      const found = this.#timeline.findAt(at);
      if (found !== null && found.at > this.#staffSince) {
        this.#staff = found.staff;
        this.#staffSince = found.at;
      }
      if (at === imaginedAt) this.#imagine(at);
      else if (at === ownAt) this.#happen({ type: 'clock' }, at, null);
      else this.#withdraw(at);
    }
  }

  #take(event: Recorded): void {
    this.#staff = event.staff;
    this.#staffSince = event.at;
    this.#isBlocked = event.isBlocked;
    const { what } = event;
    switch (what.type) {
      case 'visit.restored':
        if (this.#visit !== null) this.#visit = forgetHotState(this.#visit);
        return;
      case 'page.viewed':
        return this.#viewPage(what, event);
      case 'invite.shown':
      case 'invite.accepted':
      case 'invite.declined':
      case 'invite.timedOut': {
        const invitation = this.#visit?.invitation ?? null;
        if (invitation?.inviteId === what.inviteId)
          this.#happen({ type: what.type, invitationId: invitation.id }, event.at, event.sent);
        return;
      }
      default:
        this.#happen(what as Happening, event.at, event.sent);
        if (what.type === 'page.visible' && this.#imagined === null) this.#show(event.at);
    }
  }

  #viewPage(page: RecordedPage, { at, sent }: Recorded): void {
    const { source, place, technology, pages } = this.#recording;
    const stored = page.what === 'recorded' ? this.#nextPage(pages, at) : undefined;
    const { opening, own } = page;
    const known: Place = { ...place, hostName: opening?.isHostNameKnown === false ? undefined : place.hostName };
    if (opening?.begun) this.#visit = this.#begun(opening.begun, known);
    if (page.what !== 'repeat') this.#since.set(page.tab, at);
    this.#happen(
      {
        type: 'page.viewed',
        tab: page.tab,
        n: page.n,
        nodeId: page.nodeId,
        url: stored?.url ?? '',
        title: stored?.title ?? '',
        visible: page.isVisible,
        source: own === null ? source : { ...source, ...own.source, utm: { ...source.utm, term: own.source.term } },
        place: { ...known, ...own?.place },
        technology,
        spider: null,
        wasExcluded: page.what === 'excluded',
        visitor: this.#facts,
      },
      at,
      sent,
      stored?.id,
    );
    // One that no page has shown yet follows the visitor to the next.
    if (this.#visit?.invitation?.state === 'queued' && this.#visit.invitation.id === this.#imaginedId)
      this.#schedule(at);
  }

  /** Page views of one instant come in the order of their ids. */
  #nextPage(pages: readonly StoredPage[], at: number): StoredPage | undefined {
    let place = this.#page;
    while (place < pages.length && pages[place]?.at !== at) place++;
    // One that came late: a page kept it while offline.
    const found = pages[place] ?? pages[this.#page];
    this.#page = (place < pages.length ? place : this.#page) + 1;
    return found;
  }

  /** The visit as it was when it had only excluded pages. */
  #begun(begun: Partial<Visit>, place: Place): Visit {
    const { siteId, id, visitorId, source, technology, startedAt } = this.#recording;
    const decision = decide(
      null,
      {
        type: 'page.viewed',
        at: startedAt,
        siteId,
        visitorId,
        staff: this.#staff,
        ids: { visit: id, pageView: id, invitation: id },
        tab: '',
        n: 0,
        nodeId: null,
        url: '',
        title: '',
        visible: false,
        source,
        place,
        technology,
        spider: null,
        wasExcluded: true,
        visitor: this.#facts,
      },
      this.#rules,
    );
    return { ...(decision.visit as Visit), ...begun };
  }

  #happen(happening: Happening, at: number, sentThen: string | null, pageViewId = ''): void {
    const { siteId, id, visitorId } = this.#recording;
    const before = this.#visit === null ? null : withBlock(this.#visit, this.#isBlocked);
    const event = {
      visitor: this.#facts,
      ...happening,
      at,
      siteId,
      visitorId,
      staff: this.#staff,
      ids: { visit: id, pageView: pageViewId, invitation: `${id} ${this.#invitations}` },
    } as unknown as VisitEvent;
    const { visit, effects, wakeAt } = decide(before, event, this.#rules);
    this.#visit = visit;
    if (visit !== null) this.#last = visit;
    this.#wakeAt = wakeAt;
    this.#at = at;
    if (effects.length === 0) return;
    this.#onDecision(at, effects, this.#staff);
    for (const effect of effects) if (effect.type === 'invite.sent') this.#noteSent(effect.inviteId, sentThen, at);
    if (visit === null) this.#imagined = null;
  }

  #noteSent(inviteId: string, sentThen: string | null, at: number): void {
    this.#invitations += 1;
    this.#imagined = null;
    this.#withoutStaffAt = null;
    this.#imaginedId = null;
    if (inviteId === sentThen) return; // what became of it is recorded
    this.#imaginedId = this.#visit?.invitation?.id ?? null;
    this.#withoutStaffAt = this.#timeline.nextWithoutStaff(at);
    this.#schedule(at);
  }

  /** A browser shows an invite when its page has been open for the delay, and a page is to be seen. */
  #schedule(at: number): void {
    const invite = this.#rules.findInvite(this.#visit?.invitation?.inviteId ?? '')?.invite;
    if (invite === undefined) return;
    const dueAt = this.#pageSince() + Math.round(invite.delaySeconds * 1000);
    this.#imagined = null;
    if (dueAt <= at) this.#show(at);
    else this.#imagined = { at: dueAt, kind: 'show' };
  }

  #imagine(at: number): void {
    const { kind } = this.#imagined ?? { kind: 'show' };
    this.#imagined = null;
    if (kind === 'show') this.#show(at);
    else this.#happen({ type: 'invite.timedOut', invitationId: this.#imaginedId }, at, null);
  }

  #show(at: number): void {
    const invitation = this.#visit?.invitation;
    if (invitation?.state !== 'queued' || invitation.id !== this.#imaginedId) return;
    if (Object.values(this.#visit?.tabs ?? {}).every(({ visibleSince }) => visibleSince === null)) return;
    this.#happen({ type: 'invite.shown', invitationId: invitation.id }, at, null);
    const displayMs = (this.#rules.findInvite(invitation.inviteId)?.invite.displaySeconds ?? 0) * 1000;
    if (displayMs > 0) this.#imagined = { at: at + Math.round(displayMs), kind: 'timeOut' };
  }

  /** Nobody is Online any more: what nobody would answer is taken off the screen. */
  #withdraw(at: number): void {
    this.#withoutStaffAt = null;
    const visit = this.#visit;
    if (visit === null || !isOnScreen(visit.invitation) || visit.invitation.id !== this.#imaginedId) return;
    if (Object.keys(visit.tabs).length > 0) this.#happen({ type: 'staff.changed' }, at, null);
  }

  #pageSince(): number {
    const tabs = Object.entries(this.#visit?.tabs ?? {});
    const [shown] = tabs
      .filter(([, tab]) => tab.visibleSince !== null)
      .sort(([, one], [, other]) => other.seenAt - one.seenAt);
    const since = (id: string) => this.#since.get(id) ?? this.#recording.startedAt;
    if (shown !== undefined) return since(shown[0]);
    return Math.max(this.#recording.startedAt, ...tabs.map(([id]) => since(id)));
  }
}

/** For each recording, when the first clock came that is not before it. */
function clocksAfter(events: readonly Recorded[]): number[] {
  const clocks: number[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (let place = events.length - 1; place >= 0; place--) {
    const event = events[place];
    if (event?.what.type === 'clock') next = event.at;
    clocks[place] = next;
  }
  return clocks;
}

function withBlock(visit: Visit, isBlocked: boolean): Visit {
  return visit.visitor.isBlocked === isBlocked ? visit : { ...visit, visitor: { ...visit.visitor, isBlocked } };
}

/** What is left of a visit when it is built again from what is stored: no page is open until a script reports. */
function forgetHotState(visit: Visit): Visit {
  return {
    ...visit,
    tabs: {},
    lastActivityAt: visit.lastHitAt,
    disconnectedAt: visit.lastHitAt,
    suppressed: {},
  };
}
