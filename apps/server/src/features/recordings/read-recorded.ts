import { assertNever } from '@foyer/protocol/assert-never';
import type { InviteSource } from '@foyer/protocol/invite';
import type { VisitEvent } from '@foyer/rules/event';
import type { Place, Source, StaffFacts, Visit, VisitorFacts } from '@foyer/rules/visit';
import { type CircumstancesBody, pageFlags, readCircumstances, recordedTypes } from './recorded-body.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A page view as far as its recording tells. */
export interface RecordedPage {
  readonly type: 'page.viewed';
  readonly tab: string;
  readonly n: number;
  readonly nodeId: string | null;
  readonly isVisible: boolean;
  readonly what: 'recorded' | 'excluded' | 'repeat';
  /** The visit begins with it, or opens after it began on excluded pages. */
  readonly opening: {
    /** What was known of the visitor, without addresses of earlier pages. */
    readonly facts: Partial<VisitorFacts>;
    readonly isStored: boolean;
    readonly isHostNameKnown: boolean;
    readonly begun: Partial<Visit> | null;
  } | null;
  /** Where it came from itself; null: from where the visit did. */
  readonly own: {
    readonly source: Pick<Source, 'referrer' | 'referrerHost' | 'searchPhrase'> & { readonly term: string | null };
    readonly place: Pick<Place, 'address' | 'country'>;
  } | null;
}

/** What happened to an invite; which one it was is known by the invite, since another replay sends another invitation. */
export interface RecordedAnswer {
  readonly type: 'invite.shown' | 'invite.accepted' | 'invite.declined' | 'invite.timedOut';
  readonly inviteId: string;
}

type Answer = RecordedAnswer['type'];
type Plain = Exclude<
  Without<VisitEvent, 'at' | 'siteId' | 'visitorId' | 'staff' | 'ids'>,
  { readonly type: 'page.viewed' | Answer }
>;

/** One recording. */
export interface Recorded {
  readonly at: number;
  readonly staff: StaffFacts;
  readonly isBlocked: boolean;
  /** The invite that was sent on it then. */
  readonly sent: string | null;
  readonly what: RecordedPage | RecordedAnswer | Plain | { readonly type: 'visit.restored' };
}

/** Reads what `recordDecision` has written. Throws for a body of a newer version. */
export function readRecorded(body: string): Recorded {
  const [code, at, circumstances, ...own] = JSON.parse(body) as [number, number, CircumstancesBody, ...unknown[]];
  const type = recordedTypes[code];
  if (type === undefined) throw new Error(`a recording of the unknown kind ${code}`);
  return { at, ...readCircumstances(circumstances), what: readOwn(type, own) };
}

function readOwn(type: (typeof recordedTypes)[number], own: readonly unknown[]): Recorded['what'] {
  const text = (place: number) => own[place] as string;
  const number = (place: number) => own[place] as number;
  const page = () => ({ tab: own[0] === 0 ? null : text(0), n: (own[1] ?? null) as number | null });
  switch (type) {
    case 'page.viewed':
      return readPage(own);
    case 'page.hidden':
    case 'page.visible':
    case 'page.left':
      return { type, tab: text(0) };
    case 'exit.intended':
      return { type, tab: text(0) };
    case 'tab.connected':
      return { type, tab: text(0), nodeId: text(1) };
    case 'tab.disconnected':
      return { type, tab: text(0), nodeId: text(1) };
    case 'nodes.changed':
      return { type, nodeIds: own[0] as string[] };
    case 'revenue.reported':
      return {
        type,
        ...page(),
        amount: own[2] as string | number,
        currency: own[3] as string | null,
        orderId: own[4] as string | null,
        isOrderKnown: own[5] === 1,
      };
    case 'cost.reported':
      return { type, ...page(), amount: own[2] as string | number };
    case 'event.happened':
      return { type, ...page(), name: text(2) };
    case 'page.scrolled':
      return { type, tab: text(0), depth: number(1) };
    case 'facts.arrived':
      return { type, hostName: own[0] as string | null };
    case 'contact.changed':
      return { type, ...(own[0] as object) };
    case 'invite.requested':
      return { type, inviteId: text(0), source: own[1] as InviteSource };
    case 'invite.shown':
    case 'invite.accepted':
    case 'invite.declined':
    case 'invite.timedOut':
      return { type, inviteId: text(0) };
    case 'chat.changed':
      return { type, chat: own.length === 0 ? null : { id: text(0), state: own[1] as 'pending' | 'active' } };
    case 'chat.wished':
      return { type, wish: own[0] as NonNullable<Visit['chatWish']> };
    case 'survey.answered':
      return {
        type,
        answers: own[0] as Record<string, string>,
        isNew: own[1] === 1,
        department: own[2] as string | null,
        skill: own[3] as string | null,
      };
    case 'chat.classified':
      return {
        type,
        lastWrapUp: own[0] as string | null,
        lastRating: own[1] as number | null,
        tags: own[2] as string[],
      };
    case 'activity.seen':
    case 'customer.undone':
    case 'staff.changed':
    case 'rules.changed':
    case 'clock':
    case 'visit.restored':
      return { type };
    default:
      return assertNever(type);
  }
}

function readPage(body: readonly unknown[]): RecordedPage {
  const [tab, n, nodeId, flags] = body as [string, number, string | 0, number];
  const has = (flag: number) => (flags & flag) !== 0;
  let place = 4;
  const facts = has(pageFlags.opening) ? body[place++] : null;
  const begun = has(pageFlags.begun) ? body[place++] : null;
  const own = has(pageFlags.own) ? (body[place++] as (string | null)[]) : null;
  return {
    type: 'page.viewed',
    tab,
    n,
    nodeId: nodeId === 0 ? null : nodeId,
    isVisible: has(pageFlags.visible),
    what: has(pageFlags.excluded) ? 'excluded' : has(pageFlags.repeat) ? 'repeat' : 'recorded',
    opening: has(pageFlags.opening)
      ? {
          facts: facts === 0 ? {} : (facts as Partial<VisitorFacts>),
          isStored: has(pageFlags.stored),
          isHostNameKnown: has(pageFlags.hostNameKnown),
          begun: begun as Partial<Visit> | null,
        }
      : null,
    own:
      own === null
        ? null
        : {
            source: {
              referrer: own[0] ?? null,
              referrerHost: own[1] ?? null,
              searchPhrase: own[2] ?? null,
              term: own[3] ?? null,
            },
            place: { address: own[4] ?? '', country: own[5] ?? null },
          },
  };
}

/** Staff of a site, with the instants from which on there was it. */
export class StaffTimeline {
  readonly #entries: readonly { readonly at: number; readonly staff: StaffFacts }[];

  /** `bodies`: of the rows under `staffKey`, in order. */
  constructor(bodies: readonly string[]) {
    this.#entries = bodies.map((body) => {
      const [at, circumstances] = JSON.parse(body) as [number, CircumstancesBody];
      return { at, staff: readCircumstances(circumstances).staff };
    });
  }

  /** The staff at an instant, with since when; null: nothing was recorded until then. */
  findAt(at: number): { readonly at: number; readonly staff: StaffFacts } | null {
    return this.#entries[this.#countUntil(at) - 1] ?? null;
  }

  /** The first instant after `at` from which on nobody is Online; null: there is none. */
  nextWithoutStaff(at: number): number | null {
    for (let place = this.#countUntil(at); place < this.#entries.length; place++) {
      const entry = this.#entries[place];
      if (entry !== undefined && entry.staff.online === 0) return entry.at;
    }
    return null;
  }

  #countUntil(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
