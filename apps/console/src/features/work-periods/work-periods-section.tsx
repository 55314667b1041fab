import type { WorkPeriods } from '@foyer/protocol/work-periods';
import { Select, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { weekPaths } from '../opening-hours/hours-faults.ts';
import { WeekFields } from '../opening-hours/week-fields.tsx';
import { changeWorkPeriods, workPeriodsQuery } from './work-periods-api.ts';

/** When a user works, for administrators. */
export function WorkPeriodsSection({ userId }: { userId: string }) {
  const { t } = useTranslation('workPeriods');
  const periods = useQuery(workPeriodsQuery(userId));
  const [reloads, setReloads] = useState(0);
  return (
    <Section title={t('title')} about={t('about')}>
      {periods.isPending ? (
        <Loading />
      ) : periods.isError ? (
        <Failure error={periods.error} onRetry={() => void periods.refetch()} />
      ) : (
        <PeriodsForm
          key={reloads}
          userId={userId}
          periods={periods.data}
          onReload={() => void periods.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </Section>
  );
}

function PeriodsForm({ userId, periods, onReload }: { userId: string; periods: WorkPeriods; onReload: () => void }) {
  const { t } = useTranslation('workPeriods');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initialValues } = periods;
  const [version, setVersion] = useState(readVersion);
  const form = useForm({ initialValues });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: typeof initialValues) => changeWorkPeriods(userId, { ...values, version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(workPeriodsQuery(userId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, [...weekPaths, 'timeZone'])),
  });
  const { enabled, week, timeZone } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate aria-label={t('title')}>
      <Stack gap="sm">
        <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        {enabled ? (
          <>
            <Select
              label={t('field.timeZone')}
              searchable
              allowDeselect={false}
              maw="20rem"
              data={[...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', timeZone])].sort()}
              {...form.getInputProps('timeZone')}
            />
            <WeekFields week={week} faults={form.errors} onChange={(next) => form.setFieldValue('week', next)} />
          </>
        ) : null}
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={onReload}
      />
    </form>
  );
}
