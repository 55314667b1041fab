import { retentionClasses } from '@foyer/protocol/privacy';
import { NumberInput, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { PrivacyForm } from './privacy-values.ts';

/** How long each kind of data is kept; empty: for ever. */
export function RetentionFields({ form }: { form: PrivacyForm }) {
  const { t } = useTranslation('privacy');
  return (
    <Section title={t('retentionTitle')} about={t('retentionAbout')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} verticalSpacing="md">
        {retentionClasses.map((kind) => {
          const { value, ...field } = form.getInputProps(`retention.${kind}`);
          return (
            <NumberInput
              key={kind}
              label={t(`retention.${kind}`)}
              description={t(`retention.${kind}Hint`)}
              placeholder={t('forEver')}
              suffix={t('days')}
              min={1}
              max={3660}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              value={value ?? ''}
              {...field}
            />
          );
        })}
      </SimpleGrid>
    </Section>
  );
}
