import type { ChatSummary } from '@foyer/protocol/chat';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { operatorSocket } from '../../api/connection.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';

/** Takes a chat that is offered, or says that one does not want it. */
export function TransferAnswer({ chat, isColumn = false }: { chat: ChatSummary; isColumn?: boolean }) {
  const { t } = useTranslation('routing');
  const [, navigate] = useLocation();
  const [isBusy, setIsBusy] = useState(false);
  const name = visitorLabel({ name: chat.visitorName, country: chat.country });
  const answer = async (type: 'transfer.accepted' | 'transfer.declined') => {
    setIsBusy(true);
    try {
      await operatorSocket.request({ type, siteId: chat.siteId, chatId: chat.id });
      if (type === 'transfer.accepted') navigate(`/chats/${chat.id}`);
    } catch (error) {
      notifyFailed(error instanceof Error ? error.message : String(error), t('acceptFailed'));
    }
    setIsBusy(false);
  };
  const buttons = (
    <>
      <Button
        size="xs"
        loading={isBusy}
        aria-label={t('acceptOf', { name })}
        onClick={() => void answer('transfer.accepted')}
      >
        {t('accept')}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={isBusy}
        aria-label={t('declineOf', { name })}
        onClick={() => void answer('transfer.declined')}
      >
        {t('decline')}
      </Button>
    </>
  );
  if (!isColumn) return <Group gap="xs">{buttons}</Group>;
  return (
    <Group gap={4} style={{ flexDirection: 'column', alignItems: 'stretch' }}>
      {buttons}
    </Group>
  );
}
