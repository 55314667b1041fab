import type { Invite } from '@foyer/protocol/invite';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SortableList } from '../../ui/sortable-list.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { InviteRow } from './invite-row.tsx';
import { inviteStatisticsQuery, inviteUsesQuery, noStatistics } from './invites-api.ts';
import { useOrderInvites } from './use-invites.ts';

const keyOf = (invite: Invite) => invite.id;
const nameOf = (invite: Invite) => invite.name;

/** The invites in the order in which those that send themselves are tried. */
export function InviteOrder({ siteId, invites }: { siteId: string; invites: Invite[] }) {
  const { t } = useTranslation('invites');
  const statistics = useQuery(inviteStatisticsQuery(siteId));
  const uses = useQuery(inviteUsesQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const order = useOrderInvites(siteId);
  return (
    <SortableList
      label={t('listLabel')}
      items={invites}
      keyOf={keyOf}
      nameOf={nameOf}
      onOrder={(next) => void order(next)}
    >
      {(invite) => (
        <InviteRow
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
      )}
    </SortableList>
  );
}
