import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TransferForm } from './transfer-form.tsx';

/** Opens the dialog that passes one's chat on. */
export function TransferButton({ chat, isNarrow }: { chat: ChatSummary; isNarrow: boolean }) {
  const { t } = useTranslation('routing');
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      {isNarrow ? (
        <ActionIcon aria-label={t('transfer')} onClick={dialog.open}>
          <IconArrowsLeftRight size={18} />
        </ActionIcon>
      ) : (
        <Button variant="default" leftSection={<IconArrowsLeftRight size={14} />} onClick={dialog.open}>
          {t('transfer')}
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('transferTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        <TransferForm chat={chat} onClose={dialog.close} />
      </Modal>
    </>
  );
}
