import type { LintedKind } from '@foyer/protocol/rule-finding';
import { useQuery } from '@tanstack/react-query';
import { useSiteId } from '../../api/current-site.ts';
import { FindingList } from './finding-list.tsx';
import { ruleFindingsQuery } from './rule-findings-api.ts';

/** What is wrong with one rule, below its name in a list. Alerts say themselves what stands before them. */
export function RowFindings({ kind, rule }: { kind: LintedKind; rule: { readonly id: string } }) {
  const siteId = useSiteId();
  const all = useQuery(ruleFindingsQuery(siteId));
  const own =
    all.data?.filter((one) => one.kind === kind && one.ruleId === rule.id && one.code !== 'unreachable') ?? [];
  return own.length === 0 ? null : <FindingList siteId={siteId} findings={own} documentOf={() => rule} />;
}
