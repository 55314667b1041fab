import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Group, Modal, Select, Stack, Text, Tooltip } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { sendTranscript, transcriptRecipientsQuery } from './transcript-api.ts';

/** Opens the dialog by which a chat's transcript is sent by e-mail. */
export function SendTranscript({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('missedChats');
  const { t: tShell } = useTranslation('shell');
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Tooltip label={t('mailTranscript.open')}>
        <ActionIcon aria-label={t('mailTranscript.open')} onClick={() => setIsOpen(true)}>
          <IconMailForward size={18} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('mailTranscript.title')}
        closeButtonProps={{ 'aria-label': tShell('close') }}
      >
        <Form chat={chat} onDone={close} />
      </Modal>
    </>
  );
}

function Form({ chat, onDone }: { chat: ChatSummary; onDone: () => void }) {
  const { t } = useTranslation('missedChats');
  const recipients = useQuery(transcriptRecipientsQuery(chat.siteId, chat.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (to: string) =>
      sendTranscript(chat.siteId, chat.id, to === 'visitor' ? { to: 'visitor' } : { to: 'operator', operatorId: to }),
    onSuccess: () => {
      onDone();
      notifyDone(t('mailTranscript.sent'));
    },
  });
  if (recipients.isPending) return <Loading />;
  if (recipients.isError) return <Failure error={recipients.error} onRetry={() => void recipients.refetch()} />;
  const { hasMailServer, visitor, staff } = recipients.data;
  if (!hasMailServer) return <Text size="sm">{t('mailTranscript.noMailServer')}</Text>;
  const to = chosen ?? (visitor === null ? null : 'visitor');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== null) send.mutate(to);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('mailTranscript.text')}</Text>
        <Select
          label={t('mailTranscript.to')}
          data={[
            visitor === null
              ? { value: 'visitor', label: t('mailTranscript.noVisitor'), disabled: true }
              : { value: 'visitor', label: t('mailTranscript.visitor', { email: visitor }) },
            ...staff.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={to}
          onChange={setChosen}
          allowDeselect={false}
          searchable
        />
        {send.isError ? <FormFault text={errorText(send.error)} /> : null}
        <Group justify="flex-end">
          <Button type="submit" disabled={to === null} loading={send.isPending}>
            {t('mailTranscript.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
