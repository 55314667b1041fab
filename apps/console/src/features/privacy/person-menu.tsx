import { Badge, Button, Group, Menu, Modal, Tooltip } from '@mantine/core';
import { IconDownload, IconGavel, IconTrash, IconUserShield } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { EraseForm } from './erase-form.tsx';
import { HoldForm } from './hold-form.tsx';
import { holdQuery, liftHold, readPersonExport } from './privacy-api.ts';
import { saveFile } from './save-file.ts';

interface PersonMenuProps {
  siteId: string;
  visitorId: string;
  visitorName: string;
}

/** What a visitor may ask of a site: their data, and to be forgotten; and what keeps them. For administrators. */
export function PersonMenu(props: PersonMenuProps) {
  return useMe().role === 'administrator' ? <AdministratorsMenu {...props} /> : null;
}

function AdministratorsMenu({ siteId, visitorId, visitorName }: PersonMenuProps) {
  const { t } = useTranslation('privacy');
  const { t: tShell } = useTranslation('shell');
  const [dialog, setDialog] = useState<'erase' | 'erased' | 'hold' | null>(null);
  const hold = useQuery(holdQuery(siteId, visitorId)).data ?? null;
  const forgetHold = () => queryClient.invalidateQueries({ queryKey: holdQuery(siteId, visitorId).queryKey });
  const exporting = useMutation({
    mutationFn: () => readPersonExport(siteId, visitorId),
    onSuccess: (file) => saveFile(`visitor-${visitorId.slice(0, 8)}.json`, file),
    onError: (error) => notifyFailed(errorText(error), t('person.exportFailed')),
  });
  const lifting = useMutation({
    mutationFn: () => liftHold(siteId, visitorId),
    onSuccess: () => {
      void forgetHold();
      notifyDone(t('person.lifted'));
    },
    onError: (error) => notifyFailed(errorText(error), t('person.liftFailed')),
  });
  const close = () => setDialog(null);
  const titles = {
    hold: t('holdDialog.title'),
    erase: t('eraseDialog.title', { name: visitorName }),
    erased: t('eraseDialog.doneTitle'),
  };
  return (
    <Group mb="md" gap="xs">
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<IconUserShield size={14} />} loading={exporting.isPending}>
            {t('person.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={14} />} onClick={() => exporting.mutate()}>
            {t('person.export')}
          </Menu.Item>
          {hold === null ? (
            <Menu.Item leftSection={<IconGavel size={14} />} onClick={() => setDialog('hold')}>
              {t('person.hold')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconGavel size={14} />} onClick={() => lifting.mutate()}>
              {t('person.lift')}
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={14} />}
            disabled={hold !== null}
            onClick={() => setDialog('erase')}
          >
            {t('person.erase')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {hold === null ? null : (
        <Tooltip label={t('person.heldBy', { name: hold.operatorName, reason: hold.reason })}>
          <Badge variant="light" color="gray" tt="none" leftSection={<IconGavel size={12} aria-hidden />}>
            {t('person.held')}
          </Badge>
        </Tooltip>
      )}
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={titles[dialog ?? 'erase']}
        closeButtonProps={{ 'aria-label': tShell('close') }}
      >
        {dialog === 'hold' ? (
          <HoldForm siteId={siteId} visitorId={visitorId} onClose={close} onHeld={() => void forgetHold()} />
        ) : (
          <EraseForm siteId={siteId} visitorId={visitorId} onClose={close} onErased={() => setDialog('erased')} />
        )}
      </Modal>
    </Group>
  );
}
