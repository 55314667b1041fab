import type { OutboxData } from '@foyer/protocol/outbox';
import { type MergeValues, oneLine } from './render-template.ts';

/** No value of one line is longer in a mail or SMS. */
export const longestValue = 1000;

/** What a mail needs beside the item itself. */
export interface Surroundings {
  /** Public address of this server, without a trailing slash. */
  readonly origin: string;
  /** The site's, IANA. */
  readonly timeZone: string;
}

/** What the merge fields stand for, each on one line; what is not known is empty. */
export function mergeValuesOf(data: OutboxData, { origin, timeZone }: Surroundings): MergeValues {
  const at = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(data.at);
  const values: MergeValues = {
    site: data.site,
    rule: data.rule.name,
    at,
    'visitor.name': data.visitor.name ?? '',
    'visitor.company': data.visitor.company ?? '',
    'visitor.email': data.visitor.email ?? '',
    'visitor.phone': data.visitor.phone ?? '',
    'visit.number': String(data.visit.number),
    page: data.page.url,
    'page.title': data.page.title,
    entryPage: data.entryPage,
    referrer: data.referrer ?? '',
    country: data.country ?? '',
    link: `${origin}${data.link}`,
  };
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, oneLine(value).slice(0, longestValue)]),
  );
}
