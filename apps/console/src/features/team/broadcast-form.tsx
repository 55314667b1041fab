import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { newClientId } from '../../api/new-client-id.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { notifyDone } from '../../ui/notify.tsx';

interface BroadcastFormProps {
  site: { id: string; name: string };
  isOpen: boolean;
  onClose: () => void;
}

/** Tells everybody of a site something, for supervisors and administrators. */
export function BroadcastForm({ site, isOpen, onClose }: BroadcastFormProps) {
  const { t } = useTranslation('team');
  const { t: tShell } = useTranslation('shell');
  const [body, setBody] = useState('');
  // One id for all tries, so that it is told once.
  const [cid, setCid] = useState(newClientId);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const send = async () => {
    setIsBusy(true);
    setFault(null);
    const answer = await sendBroadcast(site.id, cid, body.trim());
    setIsBusy(false);
    if (answer !== null) {
      setFault(answer);
      return;
    }
    setBody('');
    setCid(newClientId());
    onClose();
    notifyDone(t('broadcastSent', { site: site.name }));
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('broadcastTo', { site: site.name })}
      closeButtonProps={{ 'aria-label': tShell('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('broadcastAbout')}
          </Text>
          <Textarea
            label={t('broadcastText')}
            autosize
            minRows={3}
            maxRows={8}
            maxLength={4000}
            data-autofocus
            value={body}
            onChange={(event) => {
              setBody(event.currentTarget.value);
              // Another text is another message.
              setCid(newClientId());
            }}
          />
          <FormFault text={fault} />
          <Group gap="xs">
            <Button type="submit" loading={isBusy} disabled={body.trim() === ''}>
              {t('send')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {tShell('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const answerMs = 15_000;

/** Null when it is stored; else why not, for people. */
function sendBroadcast(siteId: string, cid: string, body: string): Promise<string | null> {
  const away = 'There is no connection to the server just now. Try again in a moment.';
  return new Promise((resolve) => {
    const finish = (fault: string | null) => {
      stop();
      clearTimeout(timer);
      resolve(fault);
    };
    const timer = setTimeout(() => finish(away), answerMs);
    const stop = operatorSocket.onFrame((frame) => {
      if (frame.type === 'team.acked' && frame.cid === cid) finish(null);
      if (frame.type === 'error' && frame.cid === cid) finish(frame.message);
    });
    if (!operatorSocket.send({ type: 'team.broadcastSent', siteId, cid, body })) finish(away);
  });
}
