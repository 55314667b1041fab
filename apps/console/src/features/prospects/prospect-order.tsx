import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { SortableList } from '../../ui/sortable-list.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import { siteQuery } from '../sites/sites-api.ts';
import { ProspectRow } from './prospect-row.tsx';
import { orderProspectRules, prospectRulesQuery, prospectStatisticsQuery } from './prospects-api.ts';
import { refreshProspectRules } from './use-prospect-rules.ts';

const keyOf = (rule: ProspectRule) => rule.id;
const nameOf = (rule: ProspectRule) => rule.name;

/** The prospect rules in their order. */
export function ProspectOrder({ siteId, rules }: { siteId: string; rules: ProspectRule[] }) {
  const { t } = useTranslation('prospects');
  const invites = useQuery(invitesQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const statistics = useQuery(prospectStatisticsQuery(siteId));
  return (
    <SortableList
      label={t('listLabel')}
      items={rules}
      keyOf={keyOf}
      nameOf={nameOf}
      onOrder={(next) => void save(siteId, rules, next, t('orderFailed'))}
    >
      {(rule) => (
        <ProspectRow
          siteId={siteId}
          rule={rule}
          fired={statistics.data?.items.find(({ id }) => id === rule.id) ?? null}
          isCounted={statistics.data !== undefined}
          currency={site.data?.currency ?? 'EUR'}
          inviteName={invites.data?.find(({ id }) => id === rule.actions.invite)?.name ?? null}
        />
      )}
    </SortableList>
  );
}

/** Shows the new order at once, and takes it back when the server refuses it. */
async function save(siteId: string, before: ProspectRule[], rules: ProspectRule[], failed: string): Promise<void> {
  const { queryKey } = prospectRulesQuery(siteId);
  queryClient.setQueryData(queryKey, rules);
  try {
    await orderProspectRules(siteId, rules.map(keyOf));
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    notifyFailed(errorText(error), failed);
  }
  await refreshProspectRules(siteId);
}
