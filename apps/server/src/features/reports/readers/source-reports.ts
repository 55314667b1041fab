import { type SqlBool, sql } from 'kysely';
import { filterOf, visitGroups } from './visit-groups.ts';

/** What first brought visitors: what they became is credited to it, once for each visitor. */
export const firstReferrers = visitGroups({
  id: 'first-referrers',
  keys: { referrer: sql`coalesce(visit.first_referrer, 'direct')` },
  counts: 'firsts',
  credit: [sql`entry.first_referrer`],
  toRow: ({ key }) => ({ label: labelOf(key), filter: filterOf(['source.firstReferrer', key]) }),
});

/** Sites that led to the visits; visits without one are direct. */
export const referrers = visitGroups({
  id: 'referrers',
  keys: { referrer: sql`coalesce(visit.referrer_host, 'direct')` },
  toRow: ({ key }) => ({
    label: labelOf(key),
    filter: filterOf(['source.referrerHost', key === 'direct' ? null : key]),
  }),
});

/** What was searched for. */
export const searchPhrases = visitGroups({
  id: 'search-phrases',
  keys: { phrase: sql`coalesce(visit.search_phrase, visit.utm_term)` },
  only: sql<SqlBool>`coalesce(visit.search_phrase, visit.utm_term, '') <> ''`,
  toRow: ({ key }) => ({ filter: filterOf(['source.keywords', key]) }),
});

/** Campaigns with their sources and mediums. */
export const campaigns = visitGroups({
  id: 'campaigns',
  keys: { campaign: sql`visit.utm_campaign`, source: sql`visit.utm_source`, medium: sql`visit.utm_medium` },
  only: sql<SqlBool>`(visit.utm_campaign is not null or visit.utm_source is not null or visit.utm_medium is not null)`,
  toRow: ({ values: [campaign = null, source = null, medium = null] }) => ({
    label: [campaign, source, medium].map((value) => value ?? '–').join(' / '),
    filter: filterOf(['source.utmCampaign', campaign], ['source.utmSource', source], ['source.utmMedium', medium]),
  }),
});

/** “direct” stands for no referrer. */
function labelOf(referrer: string): string {
  return referrer === 'direct' ? 'Direct' : referrer;
}
