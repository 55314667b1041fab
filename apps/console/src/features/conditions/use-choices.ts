import type { VariableName } from '@foyer/protocol/condition';
import { useQueries } from '@tanstack/react-query';
import { alertsQuery, referringSitesQuery } from '../alerts/alerts-api.ts';
import { prospectRulesQuery } from '../prospects/prospects-api.ts';

/** What a variable is likely to hold; other values can still be typed. */
export type Choices = Partial<Record<VariableName, readonly string[]>>;

const known: Choices = {
  'tech.browser': ['Chrome', 'Firefox', 'Safari', 'Microsoft Edge', 'Opera', 'Samsung Internet for Android'],
  'tech.os': ['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'Chrome OS'],
  'tech.device': ['desktop', 'mobile', 'tablet'],
  'tech.timeZone': Intl.supportedValuesOf('timeZone'),
  'source.utmMedium': ['cpc', 'email', 'social', 'referral', 'display'],
};

/** Choices from the site's own documents, and from what browsers tell. */
export function useChoices(siteId: string): Choices {
  return useQueries({
    queries: [alertsQuery(siteId), referringSitesQuery(siteId), prospectRulesQuery(siteId)],
    combine: ([alerts, referringSites, prospectRules]) => ({
      ...known,
      'source.alert': namesOf(alerts.data?.items),
      'source.referringSite': namesOf(referringSites.data?.items),
      'visitor.prospectTypes': namesOf(prospectRules.data),
    }),
  });
}

function namesOf(documents: readonly { readonly name: string }[] = []): string[] {
  return [...new Set(documents.map(({ name }) => name))];
}
