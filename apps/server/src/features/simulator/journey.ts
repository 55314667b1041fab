import type { Scenario, ScenarioEvent } from '@foyer/protocol/scenario';

/** What a visitor of a scenario does by themselves. Invites are answered as they come, and chats need somebody to talk to. */
const ownTypes = [
  'page.viewed',
  'page.hidden',
  'page.visible',
  'page.left',
  'revenue.reported',
  'cost.reported',
  'contact.changed',
  'event.happened',
  'page.scrolled',
  'exit.intended',
] as const satisfies readonly ScenarioEvent['type'][];
export type JourneyEvent = Extract<ScenarioEvent, { type: (typeof ownTypes)[number] }>;

interface Happening {
  readonly at: number;
  readonly event: JourneyEvent;
}

/** One visitor's way through a scenario: what happens in each of their visits, in order of time. */
export interface Journey {
  readonly scenario: Scenario;
  readonly visits: readonly (readonly Happening[])[];
}

/** A journey as it is walked. */
export interface Walk {
  readonly scenario: Scenario;
  /** In order of time. `afterMs`: since their last visit began, so negative in the visits before. */
  readonly steps: readonly { readonly afterMs: number; readonly event: JourneyEvent }[];
}

/** Takes a scenario apart into the journeys of its visitors. */
export function readJourneys(scenario: Scenario): Journey[] {
  const happenings = scenario.events
    .filter(isOwn)
    .map((event) => ({ event, at: Date.parse(event.at) }))
    .sort((one, other) => one.at - other.at);
  const timeoutMs = scenario.site.visitTimeoutMinutes * 60_000;
  return [...Map.groupBy(happenings, ({ event }) => event.visitor).values()].flatMap((own) => {
    // Before the first page there is no visit that anything could belong to.
    const first = own.findIndex(({ event }) => event.type === 'page.viewed');
    return first === -1 ? [] : [{ scenario, visits: splitVisits(own.slice(first), timeoutMs) }];
  });
}

/** Whoever does nothing for longer than a visit lasts begins another. */
function splitVisits(own: readonly Happening[], timeoutMs: number): Happening[][] {
  const visits: Happening[][] = [];
  for (const happening of own) {
    const visit = visits.at(-1);
    const before = visit?.at(-1);
    if (visit === undefined || before === undefined || happening.at - before.at > timeoutMs) visits.push([happening]);
    else visit.push(happening);
  }
  return visits;
}

/** A journey up to its visit of this number. When the last page of that is closed is left to whoever walks it. */
export function walkOf({ scenario, visits }: Journey, visitNumber: number): Walk {
  const walked = visits.slice(0, visitNumber);
  const last = walked.pop() ?? [];
  const begin = last[0]?.at ?? 0;
  const end = last.findLastIndex(({ event }) => event.type !== 'page.left');
  const happenings = [...walked.flatMap((visit) => [...visit, ...leaveAll(visit)]), ...last.slice(0, end + 1)];
  return { scenario, steps: happenings.map(({ event, at }) => ({ event, afterMs: at - begin })) };
}

/** What closes the pages that a visit leaves open. */
function leaveAll(visit: readonly Happening[]): Happening[] {
  const end = visit.at(-1);
  if (end === undefined) return [];
  const { at, visitor } = end.event;
  const open = new Set<string | undefined>();
  for (const { event } of visit)
    if (event.type === 'page.viewed') open.add(event.tab);
    else if (event.type === 'page.left') open.delete(event.tab);
  return [...open].map((tab) => ({ at: end.at, event: { type: 'page.left', at, visitor, tab } }));
}

function isOwn(event: ScenarioEvent): event is JourneyEvent {
  return ownTypes.some((type) => type === event.type);
}
