import type { VariableName } from '@foyer/protocol/condition';
import { Select } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBuilder } from './builder-context.ts';
import { type Family, families, isNamed } from './variable-families.ts';

interface VariableSelectProps {
  value: VariableName;
  error: string | undefined;
  /** Names the control, to bring the focus to it. */
  focusKey: string;
  onChange: (variable: VariableName) => void;
}

/** What a condition looks at: by family, searchable. */
export function VariableSelect({ value, error, focusKey, onChange }: VariableSelectProps) {
  const { t } = useTranslation('conditions');
  const { t: tNames } = useTranslation('explanations');
  const { offers } = useBuilder();
  const data = useMemo(
    () =>
      (Object.keys(families) as Family[]).map((family) => ({
        group: t(`family.${family}`),
        items: families[family]
          .filter((variable) => variable === value || offers(variable))
          .map((variable) => ({ value: variable, label: labelOf(variable, t, tNames) })),
      })),
    [t, tNames, offers, value],
  );
  return (
    <Select<VariableName>
      size="xs"
      aria-label={t('variable')}
      data-focus-key={focusKey}
      data={data}
      value={value}
      error={error}
      searchable
      selectFirstOptionOnChange
      // What is typed replaces the name instead of being added to it.
      onFocus={(event) => event.currentTarget.select()}
      allowDeselect={false}
      nothingFoundMessage={t('nothingFound')}
      maxDropdownHeight={320}
      comboboxProps={{ width: 260, position: 'bottom-start', keepMounted: false }}
      onChange={(variable) => (variable === null ? undefined : onChange(variable))}
    />
  );
}

function labelOf(variable: VariableName, t: TFunction<'conditions'>, tNames: TFunction<'explanations'>): string {
  return isNamed(variable) ? t(`unnamed.${variable as NamedVariable}`) : tNames(`variable.${variable}`, { name: '' });
}

/** Variables that need a name, such as a query field. */
export type NamedVariable = 'page.query' | 'visitor.variable' | 'event.happened' | 'event.count' | 'survey.answer';
