import { offlineWays } from '@foyer/protocol/chat-window';
import { Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { WindowForm } from './window-values.ts';

/** What visitors find when nobody is Online. */
export function OfflinePart({ form }: { form: WindowForm }) {
  const { t } = useTranslation('chatWindow');
  return (
    <Section title={t('nobody')}>
      <Stack gap="sm">
        <Select
          label={t('field.whenOffline')}
          allowDeselect={false}
          data={offlineWays.map((value) => ({ value, label: t(`whenOffline.${value}`) }))}
          {...form.getInputProps('whenOffline')}
        />
        {form.values.whenOffline === 'redirect' ? (
          <TextInput
            label={t('field.offlineUrl')}
            description={t('field.offlineUrlHint')}
            placeholder="https://www.example.com/contact"
            inputMode="url"
            spellCheck={false}
            maxLength={2000}
            {...form.getInputProps('offlineUrl')}
          />
        ) : null}
      </Stack>
    </Section>
  );
}
