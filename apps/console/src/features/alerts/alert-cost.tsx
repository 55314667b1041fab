import { NumberInput, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { AlertFormHandle } from './alert-form-handle.ts';

/** Paid listings: what an entry costs, and from when on clicks look like fraud. */
export function AlertCost({ form, currency }: { form: AlertFormHandle; currency: string }) {
  const { t } = useTranslation('alerts');
  const { values, errors } = form;
  return (
    <Section title={t('costs')}>
      <Stack gap="md">
        <Switch
          label={t('field.paid')}
          description={t('field.paidHint')}
          {...form.getInputProps('isPaid', { type: 'checkbox' })}
        />
        {values.isPaid ? (
          <>
            <div>
              <SegmentedControl
                aria-label={t('field.costBy')}
                size="xs"
                mb="xs"
                data={[
                  { value: 'fixed', label: t('field.costFixed') },
                  { value: 'queryParameter', label: t('field.costParameter') },
                ]}
                {...form.getInputProps('costBy')}
              />
              {values.costBy === 'fixed' ? (
                <TextInput
                  label={t('field.fixedCost')}
                  inputMode="decimal"
                  maxLength={20}
                  maw="14rem"
                  rightSection={currency}
                  rightSectionWidth="3.5rem"
                  {...form.getInputProps('fixedCost')}
                  error={errors.fixedCost ?? errors['paid.cost']}
                />
              ) : (
                <TextInput
                  label={t('field.parameter')}
                  description={t('field.parameterHint')}
                  maxLength={100}
                  spellCheck={false}
                  {...form.getInputProps('costParameter')}
                  error={errors.costParameter ?? errors['paid.cost']}
                />
              )}
            </div>
            <Switch label={t('field.clickFraud')} {...form.getInputProps('watchesClickFraud', { type: 'checkbox' })} />
            {values.watchesClickFraud ? (
              <NumberInput
                label={t('field.entriesPerDay')}
                description={t('field.entriesPerDayHint')}
                allowNegative={false}
                allowDecimal={false}
                maw="24rem"
                {...form.getInputProps('entriesPerDay')}
                error={errors.entriesPerDay ?? errors['paid.clickFraud']}
              />
            ) : null}
          </>
        ) : null}
      </Stack>
    </Section>
  );
}
