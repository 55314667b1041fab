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

/** One visitor's way through a scenario. */
export interface Journey {
  readonly scenario: Scenario;
  /** In order of time. `afterMs`: since their last visit began, so negative in the visits before. */
  readonly steps: readonly { readonly afterMs: number; readonly event: JourneyEvent }[];
}

/** Takes a scenario apart into the journeys of its visitors, in the order in which these come. */
export function readJourneys(scenario: Scenario): Journey[] {
  const events = scenario.events
    .filter(isOwn)
    .map((event) => ({ event, at: Date.parse(event.at) }))
    .sort((one, other) => one.at - other.at);
  const timeoutMs = scenario.site.visitTimeoutMinutes * 60_000;
  return [...Map.groupBy(events, ({ event }) => event.visitor).values()].flatMap((all) => {
    // Before the first page there is no visit that anything could belong to.
    const own = all.slice(all.findIndex(({ event }) => event.type === 'page.viewed'));
    if (own[0]?.event.type !== 'page.viewed') return [];
    let begin = own[0].at;
    for (const [place, { at }] of own.entries()) if (at - (own[place - 1]?.at ?? at) > timeoutMs) begin = at;
    return [{ scenario, steps: own.map(({ event, at }) => ({ event, afterMs: at - begin })) }];
  });
}

function isOwn(event: ScenarioEvent): event is JourneyEvent {
  return ownTypes.some((type) => type === event.type);
}
