import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Group, Modal, Textarea, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHelpHexagon } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';

const longest = 500;

/** Lets the operator of a chat ask for a supervisor, with a note if they like. */
export function AskSupervisor({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('supervision');
  const { t: tShell } = useTranslation('shell');
  const [isOpen, dialog] = useDisclosure(false);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    try {
      await operatorSocket.request({ type: 'help.asked', siteId: chat.siteId, chatId: chat.id, note });
      setNote('');
      setFault(null);
      dialog.close();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setIsBusy(false);
  };
  return (
    <>
      <Tooltip label={t('ask')}>
        <ActionIcon aria-label={t('ask')} disabled={chat.help !== null} onClick={dialog.open}>
          <IconHelpHexagon size={18} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('askTitle')}
        closeButtonProps={{ 'aria-label': tShell('close') }}
      >
        <form onSubmit={(event) => void ask(event)}>
          <Textarea
            label={t('note')}
            description={t('noteHint')}
            placeholder={t('notePlaceholder')}
            autosize
            minRows={2}
            maxLength={longest}
            data-autofocus
            value={note}
            error={fault}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group mt="lg" justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {tShell('cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t('askNow')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
