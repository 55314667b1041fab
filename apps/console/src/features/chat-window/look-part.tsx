import { windowSizes, windowThemes } from '@foyer/protocol/chat-window';
import { ColorInput, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { alertColors } from '../../ui/palette.ts';
import { Section } from '../../ui/section.tsx';
import { LogoChoice } from './logo-choice.tsx';
import type { WindowForm } from './window-values.ts';

/** Colour, light or dark, corners, size and logo of the window, and whether it is one of its own. */
export function LookPart({ form, siteId }: { form: WindowForm; siteId: string }) {
  const { t } = useTranslation('chatWindow');
  return (
    <Section title={t('look')}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <ColorInput
            label={t('field.color')}
            format="hex"
            withEyeDropper={false}
            swatches={alertColors}
            {...form.getInputProps('color')}
          />
          <Select
            label={t('field.theme')}
            allowDeselect={false}
            data={windowThemes.map((value) => ({ value, label: t(`theme.${value}`) }))}
            {...form.getInputProps('theme')}
          />
          <NumberInput label={t('field.radius')} min={0} max={32} suffix=" px" {...form.getInputProps('radius')} />
          <Select
            label={t('field.size')}
            allowDeselect={false}
            data={windowSizes.map((value) => ({ value, label: t(`size.${value}`) }))}
            {...form.getInputProps('size')}
          />
        </SimpleGrid>
        <Select
          label={t('field.opens')}
          description={t('field.opensHint')}
          allowDeselect={false}
          data={(['inline', 'popup'] as const).map((value) => ({ value, label: t(`opens.${value}`) }))}
          {...form.getInputProps('opens')}
        />
        <LogoChoice
          siteId={siteId}
          value={form.values.logo}
          error={form.errors.logo}
          onChange={(logo) => form.setFieldValue('logo', logo)}
        />
      </Stack>
    </Section>
  );
}
