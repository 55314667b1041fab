import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DayRange,
  daysIn,
  formatRange,
  isDay,
  isRange,
  presetOf,
  rangeOf,
  rangePresets,
  stepRange,
} from './day-range.ts';
import classes from './range-picker.module.css';

interface RangePickerProps {
  value: DayRange;
  onChange: (range: DayRange) => void;
  /** Of the site's clock, `YYYY-MM-DD`. */
  today: string;
  /** A side may be left open: `''`. Offers *All time*. */
  mayBeOpen?: boolean;
  /** Longest range that may be chosen. */
  maxDays?: number;
}

/** Which days something is about: presets, two day fields, and steps to the days before and after. */
export function RangePicker({ value, onChange, today, mayBeOpen = false, maxDays }: RangePickerProps) {
  const { t } = useTranslation('shell');
  const [isOpen, setIsOpen] = useState(false);
  const isClosed = value.from !== '' && value.to !== '';
  const choose = (range: DayRange) => {
    setIsOpen(false);
    onChange(range);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one control of a bar
    <div className={classes.picker} role="group" aria-label={t('range.label')}>
      <Tooltip label={t('range.earlier')}>
        <ActionIcon aria-label={t('range.earlier')} disabled={!isClosed} onClick={() => onChange(stepRange(value, -1))}>
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconCalendar size={15} aria-hidden />}
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            <RangeWords value={value} today={today} />
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.choice ?? ''} aria-label={t('range.choose')}>
          <ul className={classes.presets} aria-label={t('range.presets')}>
            {rangePresets.map((preset) => (
              <li key={preset}>
                <button
                  type="button"
                  className={classes.preset}
                  aria-pressed={presetOf(value, today) === preset}
                  onClick={() => choose(rangeOf(preset, today))}
                >
                  {t(`range.${preset}`)}
                </button>
              </li>
            ))}
            {mayBeOpen ? (
              <li>
                <button
                  type="button"
                  className={classes.preset}
                  aria-pressed={value.from === '' && value.to === ''}
                  onClick={() => choose({ from: '', to: '' })}
                >
                  {t('range.allTime')}
                </button>
              </li>
            ) : null}
          </ul>
          <OwnDays value={value} mayBeOpen={mayBeOpen} maxDays={maxDays} onChoose={choose} />
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={t('range.later')}>
        <ActionIcon
          aria-label={t('range.later')}
          disabled={!isClosed || value.to >= today}
          onClick={() => onChange(stepRange(value, 1))}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** `Last 7 days · 22 – 28 Nov 2026`, `Since 1 Nov 2026`, `All time`. */
function RangeWords({ value, today }: { value: DayRange; today: string }) {
  const { t } = useTranslation('shell');
  const { from, to } = value;
  if (from === '' && to === '') return t('range.allTime');
  if (to === '') return t('range.since', { day: formatRange({ from, to: from }) });
  if (from === '') return t('range.until', { day: formatRange({ from: to, to }) });
  const preset = presetOf(value, today);
  if (preset === null) return formatRange(value);
  return (
    <>
      {t(`range.${preset}`)}
      <span className={classes.days}>{formatRange(value)}</span>
    </>
  );
}

interface OwnDaysProps {
  value: DayRange;
  mayBeOpen: boolean;
  maxDays: number | undefined;
  onChoose: (range: DayRange) => void;
}

function OwnDays({ value, mayBeOpen, maxDays, onChoose }: OwnDaysProps) {
  const { t } = useTranslation('shell');
  const [days, setDays] = useState(value);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const isTooLong = isRange(days) && maxDays !== undefined && daysIn(days) > maxDays;
  const isGood = isRange(days, mayBeOpen) && !isTooLong;
  const isTurned = isDay(days.from) && isDay(days.to) && days.from > days.to;
  const fault = isTurned
    ? t('range.turned')
    : isTooLong
      ? t('range.tooLong', { count: maxDays })
      : isSubmitted && !isGood
        ? t('range.missing')
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (isGood) onChoose(days);
  };
  return (
    <form className={classes.own} onSubmit={submit} noValidate>
      <TextInput
        type="date"
        size="xs"
        label={t('range.from')}
        value={days.from}
        onChange={(event) => setDays({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        size="xs"
        label={t('range.to')}
        value={days.to}
        error={fault}
        onChange={(event) => setDays({ ...days, to: event.currentTarget.value })}
      />
      <p className={classes.zone}>{t('range.zone')}</p>
      <Button type="submit">{t('range.apply')}</Button>
    </form>
  );
}
