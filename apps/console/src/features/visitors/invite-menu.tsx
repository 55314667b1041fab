import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { invitesQuery } from '../invites/invites-api.ts';

interface InviteMenuProps {
  siteId: string;
  visitorId: string;
  visitorName: string;
  variant?: 'filled' | 'default';
}

/** Invites a visitor by hand, with one of the site's enabled invites. */
export function InviteMenu({ siteId, visitorId, visitorName, variant = 'filled' }: InviteMenuProps) {
  const { t } = useTranslation('visitors');
  const invites = useQuery(invitesQuery(siteId));
  const [isBusy, setIsBusy] = useState(false);
  const enabled = invites.data?.filter((invite) => invite.enabled) ?? [];
  const send = async (inviteId: string) => {
    setIsBusy(true);
    try {
      await operatorSocket.request({ type: 'invite.sent', siteId, visitorId, inviteId });
      notifyDone(t('inviteDone', { name: visitorName }));
    } catch (error) {
      notifyFailed(error instanceof Error ? error.message : String(error), t('inviteFailed'));
    }
    setIsBusy(false);
  };
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button
          variant={variant}
          loading={isBusy}
          leftSection={<IconSend size={14} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {t('invite')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{enabled.length === 0 ? t('noInvites') : t('chooseInvite')}</Menu.Label>
        {enabled.map((invite) => (
          <Menu.Item key={invite.id} onClick={() => void send(invite.id)}>
            {invite.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
