import type { ErasureReceipt } from '@foyer/protocol/privacy';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { erasePerson } from './privacy-api.ts';

interface EraseFormProps {
  siteId: string;
  visitorId: string;
  onClose: () => void;
  onErased: () => void;
}

/** Asks for the word that makes it so, and shows the receipt. */
export function EraseForm({ siteId, visitorId, onClose, onErased }: EraseFormProps) {
  const { t } = useTranslation('privacy');
  const [typed, setTyped] = useState('');
  const erasing = useMutation({ mutationFn: () => erasePerson(siteId, visitorId), onSuccess: onErased });
  const word = t('eraseDialog.word');
  if (erasing.isSuccess) return <Receipt siteId={siteId} receipt={erasing.data} onClose={onClose} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        erasing.mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('eraseDialog.text')}</Text>
        <TextInput
          label={t('eraseDialog.confirm', { word })}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={typed}
          error={erasing.isError ? errorText(erasing.error) : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Stack>
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel', { ns: 'shell' })}
        </Button>
        <Button type="submit" color="red.9" disabled={typed.trim() !== word} loading={erasing.isPending}>
          {t('eraseDialog.submit')}
        </Button>
      </Group>
    </form>
  );
}

function Receipt({ siteId, receipt, onClose }: { siteId: string; receipt: ErasureReceipt; onClose: () => void }) {
  const { t } = useTranslation('privacy');
  const [, navigate] = useLocation();
  const words = (table: string) => table.replaceAll('_', ' ');
  const leave = () => {
    onClose();
    navigate('/visitors');
    void queryClient.invalidateQueries({ queryKey: ['site', siteId] });
  };
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {t('eraseDialog.doneText')}
      </Text>
      <Facts facts={Object.entries(receipt.rows).map(([table, rows]) => [words(table), formatCount(rows)])} />
      {receipt.copies.length === 0 ? null : (
        <Text size="sm" c="var(--amber)">
          {t('eraseDialog.copies', { names: receipt.copies.join(', ') })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={leave} data-autofocus>
          {t('eraseDialog.close')}
        </Button>
      </Group>
    </Stack>
  );
}
