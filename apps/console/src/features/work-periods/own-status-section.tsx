import { weekdayNames } from '@foyer/protocol/week-hours';
import { Button, Group, NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import classes from './own-status-section.module.css';
import { autoAwayQuery, changeAutoAway, workPeriodsQuery } from './work-periods-api.ts';

/** One's own auto away, and the work periods that an administrator has set. */
export function OwnStatusSection() {
  const { t } = useTranslation('workPeriods');
  const autoAway = useQuery(autoAwayQuery);
  return (
    <Section title={t('status')} about={t('statusAbout')}>
      {autoAway.data === undefined ? <Loading /> : <AutoAwayForm minutes={autoAway.data.minutes} />}
      <OwnPeriods />
    </Section>
  );
}

function AutoAwayForm({ minutes }: { minutes: number }) {
  const { t } = useTranslation('workPeriods');
  const { t: tShell } = useTranslation('shell');
  const [value, setValue] = useState<number | string>(minutes);
  useUnsavedGuard(value !== minutes);
  const save = useMutation({
    mutationFn: () => changeAutoAway({ minutes: value === '' ? Number.NaN : Number(value) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(autoAwayQuery.queryKey, saved);
      notifyDone(tShell('saved'));
    },
  });
  const fault = save.isError ? (fieldErrors(save.error, ['minutes']).minutes ?? errorText(save.error)) : null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Group align="flex-end" gap="xs">
        <NumberInput
          label={t('autoAway')}
          description={t('autoAwayHint')}
          suffix={t('minutes')}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          value={value}
          error={fault}
          onChange={setValue}
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap" align="center" maw="15rem">
              {input}
              <Button type="submit" flex="none" loading={save.isPending}>
                {tShell('save')}
              </Button>
            </Group>
          )}
        />
      </Group>
    </form>
  );
}

function OwnPeriods() {
  const { t } = useTranslation('workPeriods');
  const { t: tHours } = useTranslation('openingHours');
  const { data: periods } = useQuery(workPeriodsQuery(null));
  if (periods === undefined) return null;
  if (!periods.enabled) return <p className={classes.about}>{t('ownNone')}</p>;
  return (
    <>
      <h3 className={classes.title}>{t('own')}</h3>
      <p className={classes.about}>{t('ownAbout', { zone: periods.timeZone })}</p>
      <dl className={classes.week}>
        {weekdayNames.map((day) => (
          <div key={day} className={classes.day}>
            <dt>{tHours(`day.${day}`)}</dt>
            <dd>{periods.week[day].map(({ from, to }) => `${from}–${to}`).join(', ') || t('none')}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
