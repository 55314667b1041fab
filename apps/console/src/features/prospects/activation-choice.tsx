import { Radio, Stack } from '@mantine/core';
import type { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ProspectValues } from './prospect-values.ts';

/** How often a rule may fire (S-038 to S-040). */
export function ActivationChoice({ form }: { form: ReturnType<typeof useForm<ProspectValues>> }) {
  const { t } = useTranslation('prospects');
  return (
    <Radio.Group aria-label={t('field.activation')} {...form.getInputProps('activation')}>
      <Stack gap="xs">
        {(['oncePerVisitor', 'oncePerVisit', 'everyTime'] as const).map((activation) => (
          <Radio
            key={activation}
            size="sm"
            value={activation}
            label={t(`activation.${activation}`)}
            description={t(`activationHint.${activation}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
