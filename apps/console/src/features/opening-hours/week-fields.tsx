import { type HoursRange, type WeekHours, weekdayNames } from '@foyer/protocol/week-hours';
import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBarDown, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './week-fields.module.css';

/** Faults by path, such as `week.monday.0.to`. */
export type HoursFaults = Readonly<Record<string, ReactNode>>;

interface WeekFieldsProps {
  week: WeekHours;
  faults: HoursFaults;
  onChange: (week: WeekHours) => void;
}

/** Hours of each day of the week. */
export function WeekFields({ week, faults, onChange }: WeekFieldsProps) {
  const { t } = useTranslation('openingHours');
  return (
    <ul className={classes.week}>
      {weekdayNames.map((day, place) => (
        <li key={day} className={classes.day}>
          <span className={classes.name}>{t(`day.${day}`)}</span>
          <DayFields
            day={t(`day.${day}`)}
            ranges={week[day]}
            path={`week.${day}`}
            faults={faults}
            onChange={(ranges) => onChange({ ...week, [day]: ranges })}
          >
            {place === weekdayNames.length - 1 ? null : (
              <Tooltip label={t('copyDown', { day: t(`day.${day}`) })}>
                <ActionIcon
                  aria-label={t('copyDown', { day: t(`day.${day}`) })}
                  onClick={() =>
                    onChange({
                      ...week,
                      ...Object.fromEntries(weekdayNames.slice(place + 1).map((below) => [below, week[day]])),
                    })
                  }
                >
                  <IconArrowBarDown size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </DayFields>
        </li>
      ))}
    </ul>
  );
}

interface DayFieldsProps {
  /** As it is called in the names of the fields. */
  day: string;
  ranges: readonly HoursRange[];
  /** Of the ranges, for their faults. */
  path: string;
  faults: HoursFaults;
  onChange: (ranges: HoursRange[]) => void;
  children?: ReactNode;
}

/** Ranges of one day; none: closed. */
export function DayFields({ day, ranges, path, faults, onChange, children }: DayFieldsProps) {
  const { t } = useTranslation('openingHours');
  const change = (place: number, range: Partial<HoursRange>) =>
    onChange(ranges.map((one, index) => (index === place ? { ...one, ...range } : one)));
  const last = ranges.at(-1);
  // Right after what is there: a break of an hour, and as much again as fits into the day.
  const next: HoursRange =
    last === undefined ? { from: '09:00', to: '17:00' } : { from: later(last.to, 1), to: later(last.to, 5) };
  return (
    <div className={classes.ranges}>
      {ranges.length === 0 ? <span className={classes.closed}>{t('closedDay')}</span> : null}
      {ranges.map((range, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ranges have no identity but their place
        <div key={place} className={classes.range}>
          <TextInput
            type="time"
            required
            aria-label={t('from', { day })}
            value={range.from}
            error={faults[`${path}.${place}.from`]}
            onChange={(event) => change(place, { from: event.currentTarget.value })}
          />
          <span className={classes.to}>{t('until')}</span>
          <TextInput
            type="time"
            required
            aria-label={t('to', { day })}
            value={range.to === '24:00' ? '00:00' : range.to}
            error={faults[`${path}.${place}.to`]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change(place, { to: value === '00:00' ? '24:00' : value });
            }}
          />
          <ActionIcon
            aria-label={t('removeRange', { ...range, day })}
            onClick={() => onChange(ranges.filter((_one, index) => index !== place))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.tools}>
        <Tooltip label={t('addRange', { day })}>
          <ActionIcon
            aria-label={t('addRange', { day })}
            disabled={ranges.length >= 6 || next.from >= next.to}
            onClick={() => onChange([...ranges, next])}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
        {children}
      </div>
    </div>
  );
}

/** So many hours later, at most the end of the day. */
function later(time: string, hours: number): string {
  const hour = Number(time.slice(0, 2)) + hours;
  return hour >= 24 ? '24:00' : `${String(hour).padStart(2, '0')}${time.slice(2)}`;
}
