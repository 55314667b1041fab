import { privacyModes } from '@foyer/protocol/privacy';
import { Radio, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyLine } from '../../ui/copy-line.tsx';
import { Section } from '../../ui/section.tsx';
import type { PrivacyForm } from './privacy-values.ts';

/** What pages may keep and report, and whether somebody has to agree first. */
export function TrackingFields({ form }: { form: PrivacyForm }) {
  const { t } = useTranslation('privacy');
  const { mode, consent } = form.values;
  return (
    <Section title={t('tracking')} about={t('trackingAbout')}>
      <Stack gap="lg">
        <Radio.Group label={t('field.mode')} {...form.getInputProps('mode')}>
          <Stack gap="xs" mt="xs">
            {privacyModes.toReversed().map((one) => (
              <Radio key={one} value={one} label={t(`mode.${one}`)} description={t(`mode.${one}Hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        {mode === 'off' ? null : (
          <Radio.Group label={t('field.consent')} {...form.getInputProps('consent')}>
            <Stack gap="xs" mt="xs">
              {(['notNeeded', 'required'] as const).map((one) => (
                <Radio key={one} value={one} label={t(`consent.${one}`)} description={t(`consent.${one}Hint`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {mode !== 'off' && consent === 'required' ? (
          <Stack gap="xs" pl="xl">
            <CopyLine label={t('consent.give')} text="foyer('consent', true)" />
            <Text size="xs" c="dimmed">
              {t('consent.takeBack')}
            </Text>
            <CopyLine label={t('consent.takeBackLabel')} text="foyer('consent', false)" />
          </Stack>
        ) : null}
        {mode === 'off' ? null : (
          <Switch
            label={t('field.globalPrivacyControl')}
            description={t('field.globalPrivacyControlHint')}
            {...form.getInputProps('globalPrivacyControl', { type: 'checkbox' })}
          />
        )}
      </Stack>
    </Section>
  );
}
