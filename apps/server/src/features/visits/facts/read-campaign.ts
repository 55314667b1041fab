import { cleanTextOrNull } from '@foyer/rules/clean-text';

/** The UTM fields of a page's address, each at most 200 characters; null when absent or empty. */
export interface Campaign {
  source: string | null;
  medium: string | null;
  campaign: string | null;
  term: string | null;
  content: string | null;
}

const none: Campaign = { source: null, medium: null, campaign: null, term: null, content: null };

/** Reads the `utm_…` parameters of a page. Of a repeated one the first counts. An unreadable address has none. */
export function readCampaign(pageUrl: string): Campaign {
  if (!pageUrl.includes('?')) return none;
  const query = URL.parse(pageUrl)?.searchParams;
  if (!query) return none;
  const field = (name: string) => cleanTextOrNull(query.get(`utm_${name}`), 200);
  return {
    source: field('source'),
    medium: field('medium'),
    campaign: field('campaign'),
    term: field('term'),
    content: field('content'),
  };
}
