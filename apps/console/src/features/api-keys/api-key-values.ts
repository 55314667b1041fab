import { type ApiArea, type ApiKeyInput, type ApiLevel, type ApiScope, apiAreas } from '@foyer/protocol/api-key';

const dayMs = 86_400_000;

/** What the form of a new key holds. */
export interface ApiKeyValues {
  name: string;
  levels: Record<ApiArea, ApiLevel | 'none'>;
  isForAllSites: boolean;
  siteIds: string[];
  /** Days from now, or `never`. */
  expiry: string;
}

/** The key that the form asks for. */
export function fromApiKeyValues(values: ApiKeyValues, now: number): ApiKeyInput {
  const { name, levels, isForAllSites, siteIds, expiry } = values;
  return {
    name,
    scopes: apiAreas.flatMap((area): ApiScope[] => {
      const level = levels[area];
      return level === 'none' ? [] : [`${area}:${level}`];
    }),
    siteIds: isForAllSites ? null : siteIds,
    expiresAt: expiry === 'never' ? null : now + Number(expiry) * dayMs,
  };
}
