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
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import type { Invite } from '@foyer/protocol/invite';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { siteQuery } from '../sites/sites-api.ts';
import { InviteRow } from './invite-row.tsx';
import { inviteStatisticsQuery, inviteUsesQuery, noStatistics } from './invites-api.ts';
import classes from './invites-page.module.css';
import { useOrderInvites } from './use-invites.ts';

/** The invites in the order in which those that send themselves are tried; moved by mouse, touch and keyboard. */
export function InviteOrder({ siteId, invites }: { siteId: string; invites: Invite[] }) {
  const { t } = useTranslation('invites');
  const statistics = useQuery(inviteStatisticsQuery(siteId));
  const uses = useQuery(inviteUsesQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const order = useOrderInvites(siteId);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const announcements = useAnnouncements(invites);
  const drop = ({ active, over }: DragEndEvent) => {
    const from = invites.findIndex((invite) => invite.id === active.id);
    const to = invites.findIndex((invite) => invite.id === over?.id);
    if (from !== -1 && to !== -1 && from !== to) void order(arrayMove(invites, from, to));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('moveHint') } }}
    >
      <SortableContext items={invites} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={t('listLabel')}>
          {invites.map((invite) => (
            <InviteRow
              key={invite.id}
              siteId={siteId}
              invite={invite}
              currency={site.data?.currency ?? null}
              statistics={
                statistics.data === undefined
                  ? null
                  : (statistics.data.find((one) => one.inviteId === invite.id) ?? noStatistics)
              }
              uses={uses.data?.find((one) => one.inviteId === invite.id) ?? null}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function useAnnouncements(invites: Invite[]): Announcements {
  const { t } = useTranslation('invites');
  return useMemo(() => {
    const name = (id: string | number) => invites.find((invite) => invite.id === id)?.name ?? '';
    const moved = (id: string | number, over: string | number | undefined) =>
      t('moved', {
        name: name(id),
        place: invites.findIndex((invite) => invite.id === over) + 1,
        count: invites.length,
      });
    return {
      onDragStart: ({ active }) => t('lifted', { name: name(active.id) }),
      onDragOver: ({ active, over }) => (over === null ? undefined : moved(active.id, over.id)),
      onDragEnd: ({ active, over }) => moved(active.id, over?.id ?? active.id),
      onDragCancel: ({ active }) => t('cancelled', { name: name(active.id) }),
    };
  }, [invites, t]);
}
