import type { Alert, AlertList } from '@foyer/protocol/alert';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { FixedRow, SortableList } from '../../ui/sortable-list.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import { AlertRow } from './alert-row.tsx';
import { alertReachQuery, alertsQuery, orderAlerts } from './alerts-api.ts';

const keyOf = (alert: Alert) => alert.id;
const nameOf = (alert: Alert) => alert.name;

/** The alerts in their order; all but the built-in last one can be moved. */
export function AlertOrder({ siteId, list }: { siteId: string; list: AlertList }) {
  const { t } = useTranslation('alerts');
  const invites = useQuery(invitesQuery(siteId));
  const reach = useQuery(alertReachQuery(siteId));
  const movable = list.items.filter((alert) => !alert.builtIn);
  const last = list.items.filter((alert) => alert.builtIn);
  const row = (alert: Alert) => (
    <AlertRow
      siteId={siteId}
      alert={alert}
      inviteName={invites.data?.find((invite) => invite.id === alert.actions.invite)?.name ?? null}
      blocked={list.unreachable.find(({ id }) => id === alert.id)}
      reach={reach.data}
    />
  );
  return (
    <SortableList
      label={t('listLabel')}
      items={movable}
      keyOf={keyOf}
      nameOf={nameOf}
      onOrder={(items) => void save(siteId, list, [...items, ...last], t('orderFailed'))}
      after={last.map((alert) => (
        <FixedRow key={alert.id} mark={<IconLock size={15} aria-hidden />}>
          {row(alert)}
        </FixedRow>
      ))}
    >
      {row}
    </SortableList>
  );
}

/** Shows the new order at once, and takes it back when the server refuses it. */
async function save(siteId: string, before: AlertList, items: Alert[], failed: string): Promise<void> {
  const { queryKey } = alertsQuery(siteId);
  queryClient.setQueryData(queryKey, { ...before, items });
  try {
    await orderAlerts(siteId, items.map(keyOf));
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    notifyFailed(errorText(error), failed);
  }
  await queryClient.invalidateQueries({ queryKey }); // what can be reached depends on the order
}
