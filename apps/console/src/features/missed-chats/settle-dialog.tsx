import { type AnswerWay, answerWays } from '@foyer/protocol/chat';
import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { settleMissed } from './missed-chats-api.ts';

type Way = Exclude<AnswerWay, 'email'>;
const ways = answerWays.filter((way) => way !== 'email');

interface SettleDialogProps {
  siteId: string;
  chatId: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Is done with a missed chat without a mail: says how. */
export function SettleDialog({ siteId, chatId, isOpen, onClose }: SettleDialogProps) {
  const { t } = useTranslation('missedChats');
  const { t: tShell } = useTranslation('shell');
  const [way, setWay] = useState<Way>('calledBack');
  const [note, setNote] = useState('');
  const settle = useMutation({
    mutationFn: () => settleMissed(siteId, chatId, { way, note: note.trim() === '' ? null : note.trim() }),
    onSuccess: onClose,
  });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('doneTitle')}
      closeButtonProps={{ 'aria-label': tShell('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          settle.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('doneText')}</Text>
          <Radio.Group label={t('doneWay')} value={way} onChange={(value) => setWay(value as Way)}>
            <Stack gap={6} mt={6}>
              {ways.map((one) => (
                <Radio key={one} value={one} label={t(`way.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t('doneNote')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {settle.isError ? <FormFault text={errorText(settle.error)} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={settle.isPending}>
              {t('doneSave')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
