import {
  type RuleExplanation,
  type RuleKind,
  ruleExplanationSchema,
  type VisitExplanations,
  visitExplanationsSchema,
} from '@foyer/protocol/explanation';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';
import { serverNow } from '../../api/server-clock.ts';
import { findNextFlip } from './find-next-flip.ts';

const rulesAtOnce = 20;
/** After the instant at which a verdict flips, so that the server's clock is past it. */
const afterFlipMs = 300;

/** Where everything that is read of why rules fired in a visit is kept. */
export const explanationsKey = (siteId: string, visitId: string) =>
  ['site', siteId, 'visit', visitId, 'explanations'] as const;

/** What the rules of one kind say of a visit, some at a time. Asked for again when time alone changes an answer. */
export const explanationsQuery = (siteId: string, visitId: string, kind: RuleKind, search: string) =>
  infiniteQueryOptions({
    queryKey: [...explanationsKey(siteId, visitId), kind, search],
    queryFn: ({ pageParam }): Promise<VisitExplanations> => {
      const query = new URLSearchParams({ kind, limit: String(rulesAtOnce) });
      if (search !== '') query.set('search', search);
      if (pageParam !== null) query.set('cursor', pageParam);
      return request('GET', `/sites/${siteId}/visits/${visitId}/explanations?${query}`, visitExplanationsSchema);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => {
      const next = findNextFlip(query.state.data?.pages.flatMap(({ rules }) => rules) ?? []);
      return next === null ? false : Math.max(1000, next - serverNow() + afterFlipMs);
    },
  });

/** What one rule says of a visit, with the whole tree and what was recorded. */
export const explanationQuery = (siteId: string, visitId: string, kind: RuleKind, ruleId: string) =>
  queryOptions({
    queryKey: [...explanationsKey(siteId, visitId), kind, 'rule', ruleId],
    queryFn: (): Promise<RuleExplanation> =>
      request('GET', `/sites/${siteId}/visits/${visitId}/explanations/${kind}/${ruleId}`, ruleExplanationSchema),
  });
