import { Button, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { refreshOutbox, retryAllDead } from './outbox-api.ts';

/** Sends everything again that has failed for good; asks first. `count`: how many that are. */
export function RetryAll({ siteId, count }: { siteId: string; count: number }) {
  const { t } = useTranslation('outbox');
  const { t: tShell } = useTranslation('shell');
  const retry = useMutation({
    mutationFn: () => retryAllDead(siteId),
    onSuccess: (retried) => notifyDone(t('retried', { count: retried })),
    onError: (error) => notifyFailed(errorText(error), t('retryFailed')),
    onSettled: () => refreshOutbox(siteId),
  });
  if (count === 0) return null;
  const ask = () =>
    modals.openConfirmModal({
      title: t('retryAllTitle'),
      children: <Text size="sm">{t('retryAllText', { count })}</Text>,
      labels: { confirm: t('retryAll'), cancel: tShell('cancel') },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: () => retry.mutate(),
    });
  return (
    <Button variant="default" leftSection={<IconRefresh size={14} />} loading={retry.isPending} onClick={ask}>
      {t('retryAll')}
    </Button>
  );
}
