import { NumberInput, Stack, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import classes from './routing-page.module.css';
import type { RoutingValues } from './routing-values.ts';

const steps = ['withoutSkills', 'withoutDepartment', 'missed'] as const;

/** What happens to a chat that nobody takes, step by step. */
export function FallbackFields({ form }: { form: UseFormReturnType<RoutingValues> }) {
  const { t } = useTranslation('routing');
  return (
    <Stack gap="sm" component="ol" className={classes.steps}>
      {steps.map((step) => (
        <li key={step} className={classes.step}>
          <Switch
            className={classes.stepSwitch ?? ''}
            label={t(`field.${step}`)}
            description={step === 'missed' ? t('field.missedHint') : null}
            {...form.getInputProps(`fallback.${step}.enabled`, { type: 'checkbox' })}
          />
          {form.values.fallback[step].enabled ? (
            <NumberInput
              aria-label={`${t(`field.${step}`)}, ${t('field.afterSeconds')}`}
              prefix={`${t('field.afterSeconds')} `}
              suffix={t('seconds')}
              className={classes.seconds ?? ''}
              allowDecimal={false}
              clampBehavior="none"
              {...form.getInputProps(`fallback.${step}.afterSeconds`)}
            />
          ) : null}
        </li>
      ))}
    </Stack>
  );
}
