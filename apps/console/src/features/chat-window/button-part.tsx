import { buttonKinds, windowCorners } from '@foyer/protocol/chat-window';
import { NumberInput, Select, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { linesOf } from '../../ui/lines.ts';
import { Section } from '../../ui/section.tsx';
import { AddressTester } from '../patterns/address-tester.tsx';
import type { WindowForm } from './window-values.ts';

/** The button: its kind, its place, and the pages that have none. */
export function ButtonPart({ form, siteId }: { form: WindowForm; siteId: string }) {
  const { t } = useTranslation('chatWindow');
  return (
    <Section title={t('buttonTitle')}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('field.button')}
            allowDeselect={false}
            data={buttonKinds.map((value) => ({ value, label: t(`button.${value}`) }))}
            {...form.getInputProps('button')}
          />
          <Select
            label={t('field.corner')}
            allowDeselect={false}
            data={windowCorners.map((value) => ({ value, label: t(`corner.${value}`) }))}
            {...form.getInputProps('corner')}
          />
          <NumberInput
            label={t('field.offsetX')}
            disabled={form.values.button === 'tab'}
            min={0}
            max={400}
            suffix=" px"
            {...form.getInputProps('offsetX')}
          />
          <NumberInput label={t('field.offsetY')} min={0} max={400} suffix=" px" {...form.getInputProps('offsetY')} />
        </SimpleGrid>
        <Textarea
          label={t('field.hiddenOn')}
          description={t('field.hiddenOnHint')}
          placeholder={t('field.hiddenOnExample')}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          {...form.getInputProps('hiddenOn')}
        />
        <AddressTester siteId={siteId} patterns={linesOf(form.values.hiddenOn)} whenEmpty="none" />
      </Stack>
    </Section>
  );
}
