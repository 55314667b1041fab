import type { Scenario, ScenarioEvent } from '@foyer/protocol/scenario';
import { findCountry } from '@foyer/rules/country';
import type { Places } from '../visits/facts/find-place.ts';
import { readHit } from '../visits/read-hit.ts';
import type { IncomingEvent } from '../visits/visit-engine.ts';

type PageViewed = Extract<ScenarioEvent, { type: 'page.viewed' }>;

/** What a visitor uses who is not said to use anything else. */
const ordinaryBrowser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** What GeoIP would say in a scenario: what its `addresses` say, and nothing else. */
export function scenarioPlaces({ addresses }: Scenario): Places {
  return {
    find: (address) => {
      const known = Object.hasOwn(addresses, address) ? addresses[address] : undefined;
      return {
        country: known?.country ? (findCountry(known.country) ?? known.country) : null,
        region: known?.region ?? null,
        city: known?.city ?? null,
        organisation: known?.organisation ?? null,
        ownOrganisation: known?.ownOrganisation ?? null,
      };
    },
    ready: () => Promise.resolve(),
    organisationState: () => 'ready',
  };
}

/** A page view of a scenario as the server would read it from the visitor's script. */
export function readScenarioHit(
  event: PageViewed,
  scenario: Scenario,
  own: {
    readonly tab: string;
    readonly n: number;
    readonly now: number;
    readonly referringSites: Parameters<typeof readHit>[3];
  },
): Extract<IncomingEvent, { type: 'page.viewed' }> {
  const hit = readHit(
    {
      n: own.n,
      url: event.url,
      title: event.title,
      referrer: event.referrer ?? '',
      ageMs: 0,
      visible: event.visible,
      language: event.language,
      timeZone: event.timeZone,
      screenWidth: event.screenWidth,
    },
    {
      siteId: 'scenario',
      visitorId: event.visitor,
      tab: own.tab,
      nodeId: null,
      address: event.address,
      userAgent: event.userAgent ?? ordinaryBrowser,
    },
    scenarioPlaces(scenario),
    own.referringSites,
    own.now,
  );
  const slow = Object.hasOwn(scenario.addresses, event.address) ? scenario.addresses[event.address] : undefined;
  const isLate = (slow?.hostNameAfterMs ?? 0) > 0;
  return { ...hit, place: { ...hit.place, hostName: isLate ? undefined : (slow?.hostName ?? null) } };
}
