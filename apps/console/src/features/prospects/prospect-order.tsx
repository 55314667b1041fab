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
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { moveEntry } from '../alerts/move-entry.ts';
import { invitesQuery } from '../invites/invites-api.ts';
import { siteQuery } from '../sites/sites-api.ts';
import classes from './prospect-order.module.css';
import { ProspectRow } from './prospect-row.tsx';
import { orderProspectRules, prospectRulesQuery } from './prospects-api.ts';
import { refreshProspectRules } from './use-prospect-rules.ts';

/** The prospect rules in their order, moved by mouse, touch and keyboard. */
export function ProspectOrder({ siteId, rules }: { siteId: string; rules: ProspectRule[] }) {
  const { t } = useTranslation('prospects');
  const invites = useQuery(invitesQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const announcements = useAnnouncements(rules);
  const drop = ({ active, over }: DragEndEvent) => {
    const from = rules.findIndex(({ id }) => id === active.id);
    const to = rules.findIndex(({ id }) => id === over?.id);
    if (from !== -1 && to !== -1 && from !== to) void save(siteId, rules, moveEntry(rules, from, to), t('orderFailed'));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('moveHint') } }}
    >
      <SortableContext items={rules} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={t('listLabel')}>
          {rules.map((rule) => (
            <ProspectRow
              key={rule.id}
              siteId={siteId}
              rule={rule}
              currency={site.data?.currency ?? 'EUR'}
              inviteName={invites.data?.find(({ id }) => id === rule.actions.invite)?.name ?? null}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

/** Shows the new order at once, and takes it back when the server refuses it. */
async function save(siteId: string, before: ProspectRule[], rules: ProspectRule[], failed: string): Promise<void> {
  const { queryKey } = prospectRulesQuery(siteId);
  queryClient.setQueryData(queryKey, rules);
  try {
    await orderProspectRules(
      siteId,
      rules.map(({ id }) => id),
    );
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    notifyFailed(errorText(error), failed);
  }
  await refreshProspectRules(siteId);
}

function useAnnouncements(rules: ProspectRule[]): Announcements {
  const { t } = useTranslation('prospects');
  return useMemo(() => {
    const name = (id: string | number) => rules.find((rule) => rule.id === id)?.name ?? '';
    const place = (id: string | number | undefined) => rules.findIndex((rule) => rule.id === id) + 1;
    const moved = (id: string | number, over: string | number | undefined) =>
      t('moved', { name: name(id), place: place(over ?? id), count: rules.length });
    return {
      onDragStart: ({ active }) => t('lifted', { name: name(active.id) }),
      onDragOver: ({ active, over }) => moved(active.id, over?.id),
      onDragEnd: ({ active, over }) => moved(active.id, over?.id),
      onDragCancel: ({ active }) => t('cancelled', { name: name(active.id) }),
    };
  }, [rules, t]);
}
