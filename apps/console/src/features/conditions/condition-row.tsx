import type { Condition, Operator } from '@foyer/protocol/condition';
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBuilder } from './builder-context.ts';
import type { DraftCondition } from './condition-draft.ts';
import classes from './condition-row.module.css';
import { operatorsFor, valueInputOf, withOperator, withValue, withVariable } from './edit-condition.ts';
import { findStrangers } from './find-strangers.ts';
import { FindingLine } from './finding-line.tsx';
import { TermMenu } from './term-menu.tsx';
import { ValueInput } from './value-input.tsx';
import { isNamed, isPageAddress } from './variable-families.ts';
import { type NamedVariable, VariableSelect } from './variable-select.tsx';

const comparisons = {
  '=': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'atMost',
  '>': 'greater',
  '>=': 'atLeast',
} as const;

const wordOf = (operator: Operator) =>
  operator in comparisons
    ? comparisons[operator as keyof typeof comparisons]
    : (operator as Exclude<Operator, keyof typeof comparisons>);

/** One condition: what to look at, how to compare, and with what. */
export function ConditionRow({ term, path }: { term: DraftCondition; path: string }) {
  const { t } = useTranslation('conditions');
  const { acts, choices, faultsOf, findingOf } = useBuilder();
  const { condition } = term;
  const faults = faultsOf(term);
  const change = (next: Condition) => acts.change(term.id, next);
  const name = t('condition', { path });
  const finding = findingOf(term);
  const hint = hintOf(condition);
  const strangers = findStrangers(condition, choices.thereAre);
  return (
    <fieldset
      className={classes.row}
      aria-label={name}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        acts.move(term.id, event.key === 'ArrowUp' ? 'up' : 'down');
      }}
    >
      <div className={classes.fields}>
        <div className={classes.variable}>
          <VariableSelect
            value={condition.variable}
            error={faults.variable}
            focusKey={`${term.id}:variable`}
            onChange={(variable) => change(withVariable(condition, variable))}
          />
        </div>
        {isNamed(condition.variable) ? (
          <TextInput
            size="xs"
            className={classes.name ?? ''}
            aria-label={t(`nameOf.${condition.variable as NamedVariable}`)}
            placeholder={t(`nameExample.${condition.variable as NamedVariable}`)}
            maxLength={100}
            spellCheck={false}
            value={condition.name ?? ''}
            error={faults.name}
            onChange={(event) => change({ ...condition, name: event.currentTarget.value })}
          />
        ) : null}
        <Select<Operator>
          size="xs"
          className={classes.operator ?? ''}
          aria-label={t('operator')}
          data={offeredOperators(condition).map((operator) => ({
            value: operator,
            label: t(`is.${wordOf(operator)}`),
          }))}
          allowDeselect={false}
          comboboxProps={{ width: 'max-content', position: 'bottom-start', keepMounted: false }}
          value={condition.operator}
          error={faults.operator}
          onChange={(operator) => (operator === null ? undefined : change(withOperator(condition, operator)))}
        />
        {valueInputOf(condition.variable, condition.operator) === 'none' ? null : (
          <div className={classes.value}>
            <ValueInput
              condition={condition}
              error={faults.value}
              onChange={(value) => change(withValue(condition, value))}
            />
          </div>
        )}
      </div>
      <TermMenu term={term} name={name} />
      {finding === null ? null : <FindingLine condition={condition} finding={finding} />}
      {hint === null ? null : <p className={classes.hint}>{t(`hint.${hint}`)}</p>}
      {strangers === null ? null : (
        <p className={classes.warning}>
          {t(`stranger.${strangers.variable}`, { names: strangers.names.map((one) => `“${one}”`).join(', ') })}
        </p>
      )}
      {faults[''] === undefined ? null : <p className={classes.fault}>{faults['']}</p>}
    </fieldset>
  );
}

/** Those that make sense, and the one that stands there, whichever it is. */
function offeredOperators({ variable, operator }: Condition): readonly Operator[] {
  const offered = operatorsFor(variable);
  return offered.includes(operator) ? offered : [...offered, operator];
}

function hintOf({ variable, operator }: Condition): 'page' | 'pattern' | 'expression' | 'network' | 'hour' | null {
  if (operator === 'matches' && variable !== 'place.address') return isPageAddress(variable) ? 'page' : 'pattern';
  if (operator === 'matchesExpression') return 'expression';
  if (operator === 'inNetwork') return 'network';
  return variable === 'time.hour' ? 'hour' : null;
}
