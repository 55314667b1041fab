import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconUserUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';

/** Lets a supervisor take a colleague's chat. */
export function TakeOver({ chat, isNarrow }: { chat: ChatSummary; isNarrow: boolean }) {
  const { t } = useTranslation('supervision');
  const { t: tShell } = useTranslation('shell');
  const { operatorId } = chat;
  if (operatorId === null) return null;
  const take = () =>
    void operatorSocket
      .request({ type: 'chat.takenOver', siteId: chat.siteId, chatId: chat.id, fromOperatorId: operatorId })
      .catch((error) => notifyFailed(error instanceof Error ? error.message : String(error), t('takeOverFailed')));
  const confirm = () =>
    modals.openConfirmModal({
      title: t('takeOverTitle'),
      children: (
        <Text size="sm">
          {t('takeOverText', {
            name: chat.operatorName ?? '',
            visitor: visitorLabel({ name: chat.visitorName, country: chat.country }),
          })}
        </Text>
      ),
      labels: { confirm: t('takeOver'), cancel: tShell('cancel') },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: take,
    });
  if (isNarrow)
    return (
      <Tooltip label={t('takeOver')}>
        <ActionIcon aria-label={t('takeOver')} onClick={confirm}>
          <IconUserUp size={18} />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <Button variant="default" leftSection={<IconUserUp size={14} />} onClick={confirm}>
      {t('takeOver')}
    </Button>
  );
}
