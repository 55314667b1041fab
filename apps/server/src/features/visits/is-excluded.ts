import { findVisitorExclusion } from '@foyer/rules/exclusions';
import type { Place, Source, Visit } from '@foyer/rules/visit';
import type { SiteConfiguration } from './site-configuration.ts';

const unknownSource: Source = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};

/** Whether a visitor gets no chat and no button: they are excluded, or somebody has blocked them. */
export function isShutOut(
  configuration: SiteConfiguration,
  visitorId: string,
  place: Place,
  visit: Visit | null,
  now: number,
): boolean {
  return isExcluded(configuration, place, visit) || configuration.blocks.hold(visitorId, place.address, now);
}

/** Whether a visitor at this place is kept out of everything, chat included (S-063); a live visit tells where they came from. */
export function isExcluded({ rules }: SiteConfiguration, place: Place, visit: Visit | null): boolean {
  return findVisitorExclusion(rules.exclusions, visit?.source ?? unknownSource, place) !== null;
}
