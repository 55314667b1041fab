import type { VisitKey } from './visit-store.ts';

/** One text for both parts of a visit's name. Throws if they could not be told apart again. */
export function visitName(siteId: string, visitorId: string): string {
  if (siteId === '' || siteId.includes(':') || visitorId === '')
    throw new RangeError('A visit needs a site id without a colon, and a visitor id');
  return `${siteId}:${visitorId}`;
}

/** The two parts of a visit's name. */
export function parseVisitName(name: string): VisitKey {
  const colon = name.indexOf(':');
  return { siteId: name.slice(0, colon), visitorId: name.slice(colon + 1) };
}
