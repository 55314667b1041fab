import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { holdVisitor } from './privacy-api.ts';

interface HoldFormProps {
  siteId: string;
  visitorId: string;
  onClose: () => void;
  onHeld: () => void;
}

/** Why a visitor is kept. */
export function HoldForm({ siteId, visitorId, onClose, onHeld }: HoldFormProps) {
  const { t } = useTranslation('privacy');
  const [reason, setReason] = useState('');
  const holding = useMutation({
    mutationFn: () => holdVisitor(siteId, visitorId, reason.trim()),
    onSuccess: () => {
      onHeld();
      notifyDone(t('holdDialog.done'));
      onClose();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        holding.mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('holdDialog.text')}</Text>
        <Textarea
          label={t('holdDialog.reason')}
          autosize
          minRows={2}
          maxLength={300}
          required
          data-autofocus
          value={reason}
          error={holding.isError ? errorText(holding.error) : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel', { ns: 'shell' })}
        </Button>
        <Button type="submit" disabled={reason.trim() === ''} loading={holding.isPending}>
          {t('holdDialog.submit')}
        </Button>
      </Group>
    </form>
  );
}
