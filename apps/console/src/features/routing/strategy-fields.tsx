import { routingStrategies } from '@foyer/protocol/routing';
import { NumberInput, Radio, SimpleGrid, Stack, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { RoutingValues } from './routing-values.ts';

/** In which order operators are asked, and for how long. */
export function StrategyFields({ form }: { form: UseFormReturnType<RoutingValues> }) {
  const { t } = useTranslation('routing');
  const isOneByOne = form.values.forced || form.values.strategy !== 'ringAll';
  return (
    <Stack gap="md">
      <Radio.Group aria-label={t('field.strategy')} {...form.getInputProps('strategy')}>
        <Stack gap="sm">
          {routingStrategies.map((strategy) => (
            <Radio
              key={strategy}
              value={strategy}
              label={t(`strategy.${strategy}`)}
              description={t(`strategy.${strategy}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label={t('field.forced')}
        description={t('field.forcedHint')}
        {...form.getInputProps('forced', { type: 'checkbox' })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {isOneByOne ? (
          <NumberInput
            label={t('field.acceptTimeoutSeconds')}
            description={t('field.acceptTimeoutSecondsHint')}
            suffix={t('seconds')}
            allowDecimal={false}
            clampBehavior="none"
            {...form.getInputProps('acceptTimeoutSeconds')}
          />
        ) : null}
        <NumberInput
          label={t('field.transferTimeoutSeconds')}
          description={t('field.transferTimeoutSecondsHint')}
          suffix={t('seconds')}
          allowDecimal={false}
          clampBehavior="none"
          {...form.getInputProps('transferTimeoutSeconds')}
        />
      </SimpleGrid>
    </Stack>
  );
}
