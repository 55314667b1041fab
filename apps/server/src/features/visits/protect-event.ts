import { findVisitorExclusion } from '@foyer/rules/exclusions';
import { cutAddress } from '../privacy/cut-address.ts';
import type { SiteConfiguration } from './site-configuration.ts';
import type { IncomingEvent } from './visit-engine.ts';

/**
 * An event as the site's privacy settings let it in: everything that follows sees nothing else. Who is excluded by their
 * whole address is still known by it, since nothing of them is kept.
 */
export function protectEvent(event: IncomingEvent, { privacy, scrubber, rules }: SiteConfiguration): IncomingEvent {
  if (event.type !== 'page.viewed') return event;
  const { source, place } = event;
  const isKept = () => event.spider !== null || findVisitorExclusion(rules.exclusions, source, place) === null;
  return {
    ...event,
    url: scrubber.address(event.url),
    title: scrubber.text(event.title),
    source: {
      ...source,
      referrer: source.referrer && scrubber.address(source.referrer),
      searchPhrase: source.searchPhrase && scrubber.text(source.searchPhrase),
    },
    place:
      privacy.addresses === 'cut' && isKept()
        ? { ...place, address: cutAddress(place.address), hostName: null }
        : place,
  };
}
