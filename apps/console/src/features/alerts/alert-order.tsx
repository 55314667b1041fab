import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { Alert } from '@foyer/protocol/alert';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import classes from './alert-order.module.css';
import { AlertRow } from './alert-row.tsx';
import { type AlertList, alertsQuery, orderAlerts } from './alerts-api.ts';
import { moveEntry } from './move-entry.ts';

/** The alerts in their order; all but the built-in last one can be moved by mouse, touch and keyboard. */
export function AlertOrder({ siteId, list }: { siteId: string; list: AlertList }) {
  const { t } = useTranslation('alerts');
  const invites = useQuery(invitesQuery(siteId));
  const movable = list.items.filter((alert) => !alert.builtIn);
  const last = list.items.filter((alert) => alert.builtIn);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const announcements = useAnnouncements(movable);
  const inviteName = (alert: Alert) => invites.data?.find((invite) => invite.id === alert.actions.invite)?.name ?? null;
  const drop = ({ active, over }: DragEndEvent) => {
    const from = movable.findIndex((alert) => alert.id === active.id);
    const to = movable.findIndex((alert) => alert.id === over?.id);
    if (from !== -1 && to !== -1 && from !== to)
      void save(siteId, list, [...moveEntry(movable, from, to), ...last], t('orderFailed'));
  };
  const row = (alert: Alert) => (
    <AlertRow
      key={alert.id}
      siteId={siteId}
      alert={alert}
      inviteName={inviteName(alert)}
      unreachable={list.unreachable[alert.id] ?? null}
    />
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('moveHint') } }}
    >
      <SortableContext items={movable} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={t('listLabel')}>
          {movable.map(row)}
          {last.map(row)}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

/** Shows the new order at once, and takes it back when the server refuses it. */
async function save(siteId: string, before: AlertList, items: Alert[], failed: string): Promise<void> {
  const { queryKey } = alertsQuery(siteId);
  queryClient.setQueryData(queryKey, { ...before, items });
  try {
    await orderAlerts(
      siteId,
      items.map((alert) => alert.id),
    );
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    notifyFailed(errorText(error), failed);
  }
  await queryClient.invalidateQueries({ queryKey }); // what can be reached depends on the order
}

function useAnnouncements(alerts: Alert[]): Announcements {
  const { t } = useTranslation('alerts');
  return useMemo(() => {
    const name = (id: string | number) => alerts.find((alert) => alert.id === id)?.name ?? '';
    const moved = (id: string | number, over: string | number | undefined) =>
      t('moved', { name: name(id), place: alerts.findIndex((alert) => alert.id === over) + 1, count: alerts.length });
    return {
      onDragStart: ({ active }) => t('lifted', { name: name(active.id) }),
      onDragOver: ({ active, over }) => (over === null ? undefined : moved(active.id, over.id)),
      onDragEnd: ({ active, over }) => moved(active.id, over?.id ?? active.id),
      onDragCancel: ({ active }) => t('cancelled', { name: name(active.id) }),
    };
  }, [alerts, t]);
}
