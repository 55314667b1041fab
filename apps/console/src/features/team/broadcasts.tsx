import { Button } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { Banner } from '../../ui/banner.tsx';
import { changeTeam, team } from './team.ts';

/** Broadcasts above every screen, the oldest first, until they are dismissed. */
export function Broadcasts() {
  const { t } = useTranslation('team');
  const { sites } = useMe();
  const broadcasts = useStore(team, (state) => state.broadcasts);
  const dismiss = (siteId: string, seq: number) => {
    if (operatorSocket.send({ type: 'team.broadcastDismissed', siteId, seq }))
      changeTeam((state) => ({
        broadcasts: state.broadcasts.filter((one) => one.siteId !== siteId || one.message.seq > seq),
      }));
  };
  return broadcasts.map(({ siteId, message }) => (
    <Banner
      key={`${siteId} ${message.seq}`}
      icon={<IconSpeakerphone size={16} aria-hidden />}
      title={t('broadcastFrom', {
        name: message.operatorName,
        site: sites.find((one) => one.id === siteId)?.name ?? '',
      })}
      text={message.body}
      action={
        <Button variant="default" onClick={() => dismiss(siteId, message.seq)}>
          {t('dismiss')}
        </Button>
      }
    />
  ));
}
