import { Radio, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { PrivacyForm } from './privacy-values.ts';

/** What is taken out before anything is stored. */
export function StoredFields({ form }: { form: PrivacyForm }) {
  const { t } = useTranslation('privacy');
  return (
    <Section title={t('stored')}>
      <Stack gap="lg">
        <Radio.Group label={t('field.addresses')} {...form.getInputProps('addresses')}>
          <Stack gap="xs" mt="xs">
            {(['whole', 'cut'] as const).map((one) => (
              <Radio key={one} value={one} label={t(`addresses.${one}`)} description={t(`addresses.${one}Hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('field.parametersKeep')} {...form.getInputProps('parameters.keep')}>
          <Stack gap="xs" mt="xs">
            {(['allBut', 'only'] as const).map((one) => (
              <Radio key={one} value={one} label={t(`keep.${one}`)} description={t(`keep.${one}Hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        <TagsInput
          label={t('field.parametersNames')}
          description={t('field.parametersNamesHint')}
          splitChars={[',', ' ', '&']}
          acceptValueOnBlur
          spellCheck={false}
          {...form.getInputProps('parameters.names')}
        />
        <Switch
          label={t('field.masksPersonalText')}
          description={t('field.masksPersonalTextHint')}
          {...form.getInputProps('masksPersonalText', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}
