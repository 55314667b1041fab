import { type BlockDuration, type BlockedBy, blockDurations, blockedBy } from '@foyer/protocol/block';
import { Button, Group, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { blocksQuery, blockVisitor } from './blocks-api.ts';

interface BlockFormProps {
  siteId: string;
  visitorId: string;
  visitorName: string;
  onClose: () => void;
}

/** By what a visitor is blocked, for how long, and why. */
export function BlockForm({ siteId, visitorId, visitorName, onClose }: BlockFormProps) {
  const { t } = useTranslation('blocks');
  const [by, setBy] = useState<BlockedBy>('visitor');
  const [duration, setDuration] = useState<BlockDuration>('day');
  const [reason, setReason] = useState('');
  const block = useMutation({
    mutationFn: () => blockVisitor(siteId, { visitorId, by, duration, reason }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: blocksQuery(siteId).queryKey });
      notifyDone(t('blocked', { name: visitorName }));
      onClose();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        block.mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('whatItDoes')}</Text>
        <Radio.Group
          label={t('by.label')}
          value={by}
          error={block.isError ? errorText(block.error) : null}
          onChange={(value) => setBy(value as BlockedBy)}
        >
          <Stack gap="xs" mt="xs">
            {blockedBy.map((one) => (
              <Radio key={one} value={one} label={t(`by.${one}`)} description={t(`by.${one}Hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={t('duration.label')}
          data={blockDurations.map((one) => ({ value: one, label: t(`duration.${one}`) }))}
          value={duration}
          allowDeselect={false}
          onChange={(value) => setDuration(value ?? 'day')}
        />
        <Textarea
          label={t('reason')}
          description={t('reasonHint')}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel', { ns: 'shell' })}
        </Button>
        <Button type="submit" color="red.9" loading={block.isPending}>
          {t('blockNow')}
        </Button>
      </Group>
    </form>
  );
}
