import type { OpeningHours } from '@foyer/protocol/opening-hours';
import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './exception-fields.module.css';
import { DayFields, type HoursFaults } from './week-fields.tsx';

type Exceptions = OpeningHours['exceptions'];

interface ExceptionFieldsProps {
  exceptions: Exceptions;
  faults: HoursFaults;
  onChange: (exceptions: Exceptions) => void;
}

/** Days with hours of their own. */
export function ExceptionFields({ exceptions, faults, onChange }: ExceptionFieldsProps) {
  const { t } = useTranslation('openingHours');
  const change = (place: number, fields: Partial<Exceptions[number]>) =>
    onChange(exceptions.map((one, index) => (index === place ? { ...one, ...fields } : one)));
  return (
    <>
      {exceptions.length === 0 ? <p className={classes.none}>{t('noExceptions')}</p> : null}
      <ul className={classes.list}>
        {exceptions.map((exception, place) => {
          const day = exception.date === '' ? t('newException') : exception.date;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a date that is being typed is no identity
            <li key={place} className={classes.item}>
              <TextInput
                type="date"
                label={t('field.date')}
                required
                withAsterisk={false}
                value={exception.date}
                error={faults[`exceptions.${place}.date`]}
                onChange={(event) => change(place, { date: event.currentTarget.value })}
              />
              <TextInput
                label={t('field.name')}
                placeholder={t('field.namePlaceholder')}
                maxLength={80}
                value={exception.name}
                error={faults[`exceptions.${place}.name`]}
                onChange={(event) => change(place, { name: event.currentTarget.value })}
              />
              <div className={classes.hours}>
                <DayFields
                  day={day}
                  ranges={exception.hours}
                  path={`exceptions.${place}.hours`}
                  faults={faults}
                  onChange={(hours) => change(place, { hours })}
                />
              </div>
              <Button
                variant="subtle"
                color="gray"
                aria-label={t('removeException', { date: day })}
                onClick={() => onChange(exceptions.filter((_one, index) => index !== place))}
              >
                <IconTrash size={16} aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...exceptions, { date: '', name: '', hours: [] }])}
      >
        {t('addException')}
      </Button>
    </>
  );
}
