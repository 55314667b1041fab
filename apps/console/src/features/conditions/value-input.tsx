import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition, ConditionValue } from '@foyer/protocol/condition';
import { findCountry } from '@foyer/rules/country';
import { countryCodes } from '@foyer/rules/country-codes';
import { weekdays } from '@foyer/rules/site-time';
import { Autocomplete, Chip, Input, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { countryName } from '../../ui/country-name.ts';
import { useBuilder } from './builder-context.ts';
import classes from './condition-row.module.css';
import { valueInputOf } from './edit-condition.ts';
import { isPageAddress, unitOf } from './variable-families.ts';

interface ValueInputProps {
  condition: Condition;
  error: string | undefined;
  /** Undefined: none yet. */
  onChange: (value: ConditionValue | undefined) => void;
}

/** What a condition compares with, put in as its type asks. Nothing for operators that take no value. */
export function ValueInput(props: ValueInputProps) {
  const input = valueInputOf(props.condition.variable, props.condition.operator);
  switch (input) {
    case 'none':
      return null;
    case 'text':
      return <TextValue {...props} />;
    case 'texts':
      return <TextsValue {...props} />;
    case 'number':
    case 'count':
    case 'days':
      return <NumberValue {...props} input={input} />;
    case 'numberRange':
      return <NumberRangeValue {...props} />;
    case 'date':
      return <DateValue {...props} />;
    case 'dateRange':
      return <DateRangeValue {...props} />;
    case 'dates':
      return <TextsValue {...props} />;
    case 'weekdays':
      return <WeekdaysValue {...props} />;
    case 'country':
      return <CountryValue {...props} />;
    case 'countries':
      return <CountriesValue {...props} />;
    default:
      return assertNever(input);
  }
}

const textOf = (value: ConditionValue | undefined): string => (typeof value === 'string' ? value : '');
const textsOf = (value: ConditionValue | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined || value === '' ? [] : [String(value)];
const orNone = (texts: string[]): string[] | undefined => (texts.length === 0 ? undefined : texts);

function TextValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const { choices } = useBuilder();
  const isWhole =
    condition.operator === 'equals' || condition.operator === 'notEquals' || condition.operator === 'includes';
  return (
    <Autocomplete
      size="xs"
      aria-label={t('value')}
      data={isWhole ? [...(choices.offered[condition.variable] ?? [])] : []}
      limit={50}
      comboboxProps={{ keepMounted: false }}
      maxLength={500}
      spellCheck={false}
      placeholder={t(`example.${exampleOf(condition)}`)}
      value={textOf(condition.value)}
      error={error}
      onChange={(text) => onChange(text === '' ? undefined : text)}
    />
  );
}

function exampleOf({
  variable,
  operator,
}: Condition): 'page' | 'pattern' | 'expression' | 'address' | 'addresses' | 'network' | 'text' {
  if (operator === 'matchesExpression') return 'expression';
  if (operator === 'inNetwork') return 'network';
  if (variable === 'place.address') return operator === 'matches' ? 'addresses' : 'address';
  if (operator === 'matches') return isPageAddress(variable) ? 'page' : 'pattern';
  return 'text';
}

function TextsValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const { choices } = useBuilder();
  const texts = textsOf(condition.value);
  return (
    <TagsInput
      size="xs"
      aria-label={t('value')}
      data={[...(choices.offered[condition.variable] ?? [])]}
      limit={50}
      comboboxProps={{ keepMounted: false }}
      splitChars={[';']}
      maxTags={500}
      placeholder={texts.length === 0 ? t('example.texts') : ''}
      value={texts}
      error={error}
      onChange={(next) => onChange(orNone(next))}
    />
  );
}

interface NumberProps extends ValueInputProps {
  input: 'number' | 'count' | 'days';
}

function NumberValue({ condition, error, onChange, input }: NumberProps) {
  const { t } = useTranslation('conditions');
  return (
    <NumberField
      label={t('value')}
      unit={input === 'count' ? 'entries' : input === 'days' ? 'days' : unitOf(condition.variable)}
      value={typeof condition.value === 'number' ? condition.value : undefined}
      error={error}
      onChange={onChange}
    />
  );
}

function NumberRangeValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const [low, high] = (Array.isArray(condition.value) ? condition.value : []).map((one) =>
    typeof one === 'number' ? one : undefined,
  );
  // An end that is not given yet is sent as it is: the server then names it.
  const change = (from: number | undefined, to: number | undefined) =>
    onChange(from === undefined && to === undefined ? undefined : ([from, to] as [number, number]));
  const unit = unitOf(condition.variable);
  return (
    <div className={classes.range}>
      <NumberField label={t('from')} unit={unit} value={low} error={error} onChange={(from) => change(from, high)} />
      <span className={classes.between}>{t('and')}</span>
      <NumberField
        label={t('to')}
        unit={unit}
        value={high}
        error={error !== undefined}
        onChange={(to) => change(low, to)}
      />
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  unit: ReturnType<typeof unitOf> | 'entries';
  value: number | undefined;
  error: string | boolean | undefined;
  onChange: (value: number | undefined) => void;
}

function NumberField({ label, unit, value, error, onChange }: NumberFieldProps) {
  const { t } = useTranslation('conditions');
  const { currency } = useBuilder();
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      value={value ?? ''}
      error={error}
      hideControls
      prefix={unit === 'money' ? symbolOf(currency) : ''}
      suffix={unit === null || unit === 'money' ? '' : t(`unit.${unit}`)}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

/** `£` of GBP. */
function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en-GB', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? '';
}

function DateValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  return <DateField label={t('value')} value={textOf(condition.value)} error={error} onChange={onChange} />;
}

function DateRangeValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const [first = '', last = ''] = textsOf(condition.value);
  const change = (from: string, to: string) => onChange(from === '' && to === '' ? undefined : [from, to]);
  return (
    <div className={classes.range}>
      <DateField label={t('from')} value={first} error={error} onChange={(from) => change(from ?? '', last)} />
      <span className={classes.between}>{t('and')}</span>
      <DateField label={t('to')} value={last} error={error !== undefined} onChange={(to) => change(first, to ?? '')} />
    </div>
  );
}

interface DateFieldProps {
  label: string;
  value: string;
  error: string | boolean | undefined;
  onChange: (value: string | undefined) => void;
}

/** A day; an instant, which only the REST API writes, stays the text that it is. */
function DateField({ label, value, error, onChange }: DateFieldProps) {
  return (
    <TextInput
      size="xs"
      type={value === '' || /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'text'}
      aria-label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

/** As a week is read: Monday first. */
const week = [...weekdays.slice(1), ...weekdays.slice(0, 1)];

function WeekdaysValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const chosen = textsOf(condition.value).flatMap(
    (text) => weekdays.find((day) => day.slice(0, 3) === text.trim().toLowerCase().slice(0, 3)) ?? [],
  );
  return (
    <fieldset aria-label={t('value')} className={classes.weekdays}>
      <Chip.Group
        multiple
        value={chosen}
        onChange={(next) => onChange(orNone(week.filter((day) => next.includes(day))))}
      >
        {week.map((day) => (
          <Chip key={day} value={day} size="xs" variant="outline">
            {`${day.slice(0, 1).toUpperCase()}${day.slice(1, 3)}`}
          </Chip>
        ))}
      </Chip.Group>
      {error === undefined ? null : <Input.Error>{error}</Input.Error>}
    </fieldset>
  );
}

const countries = [...countryCodes]
  .map((code) => ({ value: code, label: countryName(code) }))
  .sort((one, other) => one.label.localeCompare(other.label));

/** The code of a country that may be written as its name; what is none stays as it is, to be seen and mended. */
function toCode(text: string): string {
  return findCountry(text) ?? text;
}

/** All countries, and those of the values that are none. */
function withStrangers(values: readonly string[]) {
  return [...countries, ...values.filter((one) => !countryCodes.has(one)).map((value) => ({ value, label: value }))];
}

function CountryValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const value = textOf(condition.value) === '' ? null : toCode(textOf(condition.value));
  return (
    <Select
      size="xs"
      aria-label={t('value')}
      data={withStrangers(value === null ? [] : [value])}
      searchable
      selectFirstOptionOnChange
      placeholder={t('example.country')}
      nothingFoundMessage={t('nothingFound')}
      comboboxProps={{ keepMounted: false }}
      value={value}
      error={error}
      onChange={(code) => onChange(code ?? undefined)}
    />
  );
}

function CountriesValue({ condition, error, onChange }: ValueInputProps) {
  const { t } = useTranslation('conditions');
  const values = [...new Set(textsOf(condition.value).map(toCode))];
  return (
    <MultiSelect
      size="xs"
      aria-label={t('value')}
      data={withStrangers(values)}
      searchable
      hidePickedOptions
      selectFirstOptionOnChange
      placeholder={values.length === 0 ? t('example.country') : ''}
      nothingFoundMessage={t('nothingFound')}
      comboboxProps={{ keepMounted: false }}
      value={values}
      error={error}
      onChange={(codes) => onChange(orNone(codes))}
    />
  );
}
