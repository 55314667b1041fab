import { type ChosenStatus, chosenStatuses } from '@foyer/protocol/operator';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { inbox } from '../inbox/inbox.ts';

/** A supervisor sets a colleague's status, who is told by whom. */
export function SetStatus({ siteId, operatorId, name }: { siteId: string; operatorId: string; name: string }) {
  const { t } = useTranslation('team');
  const { t: tShell } = useTranslation('shell');
  const status = useStore(
    inbox,
    (state) => state.colleagues.find((one) => one.operatorId === operatorId)?.status ?? 'offline',
  );
  const set = async (next: ChosenStatus) => {
    try {
      await operatorSocket.request({ type: 'status.set', siteId, operatorId, status: next });
      notifyDone(t('statusSet', { name, status: tShell(`status.${next}`) }));
    } catch (error) {
      notifyFailed(error instanceof Error ? error.message : errorText(error));
    }
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button
          variant="default"
          aria-label={t('setStatus', { name })}
          leftSection={<StatusMark status={status} />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {tShell(`status.${status}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('setStatusAbout', { name })}</Menu.Label>
        {chosenStatuses.map((one) => (
          <Menu.Item key={one} leftSection={<StatusMark status={one} />} onClick={() => void set(one)}>
            {tShell(`status.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
