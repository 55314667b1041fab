import type { OpeningHours } from '@foyer/protocol/opening-hours';
import { Box, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { ExceptionFields } from './exception-fields.tsx';
import { exceptionPaths, weekPaths } from './hours-faults.ts';
import { HoursNow } from './hours-now.tsx';
import { changeOpeningHours, openingHoursQuery } from './opening-hours-api.ts';
import { WeekFields } from './week-fields.tsx';

/** When a site is open: weekly hours and exceptions. */
export function OpeningHoursPage() {
  const { t } = useTranslation('openingHours');
  const siteId = useSiteId();
  const hours = useQuery(openingHoursQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const failed = hours.isError ? hours : site.isError ? site : null;
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {failed !== null ? (
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      ) : hours.isPending || site.isPending ? (
        <Loading />
      ) : (
        <OpeningHoursForm
          key={reloads}
          siteId={siteId}
          timeZone={site.data?.timeZone ?? 'UTC'}
          hours={hours.data as OpeningHours}
          onReload={() => void hours.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}

interface OpeningHoursFormProps {
  siteId: string;
  timeZone: string;
  hours: OpeningHours;
  onReload: () => void;
}

function OpeningHoursForm({ siteId, timeZone, hours, onReload }: OpeningHoursFormProps) {
  const { t } = useTranslation('openingHours');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initialValues } = hours;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(readVersion);
  const form = useForm({ initialValues });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: typeof initialValues) => changeOpeningHours(siteId, { ...values, version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(openingHoursQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error, values) =>
      form.setErrors(fieldErrors(error, [...weekPaths, ...exceptionPaths(values.exceptions.length)])),
  });
  const { enabled, week, exceptions } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Section title={t('hours')} about={t('hoursAbout', { zone: timeZone })}>
        <Switch
          label={t('field.enabled')}
          description={t('field.enabledHint')}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        {enabled ? (
          <HoursNow hours={form.values} timeZone={timeZone} />
        ) : (
          <Text size="sm" c="dimmed" mt="sm">
            {t('off')}
          </Text>
        )}
        <Box mt="sm">
          <WeekFields week={week} faults={form.errors} onChange={(next) => form.setFieldValue('week', next)} />
        </Box>
        <FormFault text={form.errors.week} />
      </Section>
      <Section title={t('exceptions')} about={t('exceptionsAbout')}>
        <ExceptionFields
          exceptions={exceptions}
          faults={form.errors}
          onChange={(next) => form.setFieldValue('exceptions', next)}
        />
      </Section>
      <Section title={t('visitors')} about={t('visitorsAbout')}>
        <Link href="/settings/chat-window">{t('toTexts')}</Link>
      </Section>
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
