import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BlockForm } from './block-form.tsx';

interface BlockButtonProps {
  siteId: string;
  visitorId: string;
  visitorName: string;
  /** Whether the words stand on the button. */
  withWords?: boolean;
}

/** Opens the dialog in which a visitor is blocked. */
export function BlockButton({ siteId, visitorId, visitorName, withWords = false }: BlockButtonProps) {
  const { t } = useTranslation('blocks');
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      {withWords ? (
        <Button variant="default" leftSection={<IconUserOff size={14} />} onClick={dialog.open}>
          {t('block')}
        </Button>
      ) : (
        <Tooltip label={t('block')}>
          <ActionIcon aria-label={t('block')} onClick={dialog.open}>
            <IconUserOff size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('blockTitle', { name: visitorName })}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        <BlockForm siteId={siteId} visitorId={visitorId} visitorName={visitorName} onClose={dialog.close} />
      </Modal>
    </>
  );
}
