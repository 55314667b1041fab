import { reportDefinitions, reportGroups, reportIds } from '@foyer/protocol/report';
import {
  type ReportSchedule,
  type ReportScheduleInput,
  reportScheduleFields,
  scheduleRanges,
  scheduleWeekdays,
} from '@foyer/protocol/report-schedule';
import { Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import {
  inputOf,
  previewReportSchedule,
  refreshReportSchedules,
  saveReportSchedule,
  sendReportScheduleToMe,
} from './report-schedules-api.ts';
import classes from './report-schedules-page.module.css';
import { formatHour } from './schedule-words.tsx';
import { useDeleteSchedule } from './use-delete-schedule.ts';

interface ReportScheduleFormProps {
  siteId: string;
  /** Null: a new one. */
  known: ReportSchedule | null;
  onClose: () => void;
}

const fresh: ReportScheduleInput = {
  name: '',
  reportIds: ['visits'],
  range: 'lastWeek',
  every: 'week',
  weekday: 'monday',
  monthDay: 1,
  hour: 7,
  recipients: [],
  enabled: true,
};
const paths = Object.keys(reportScheduleFields);

/** Adds or changes a report by e-mail; shows what it would say, and sends it to oneself. */
export function ReportScheduleForm({ siteId, known, onClose }: ReportScheduleFormProps) {
  const { t } = useTranslation('reportSchedules');
  const { t: tShell } = useTranslation('shell');
  const { t: tReports } = useTranslation('reports');
  const form = useForm<ReportScheduleInput>({ initialValues: known === null ? fresh : inputOf(known) });
  const letGo = useUnsavedGuard(form.isDirty());
  const leave = () => {
    letGo();
    onClose();
  };
  const remove = useDeleteSchedule(siteId);
  const refuse = (error: unknown) => {
    form.setErrors(fieldErrors(error, paths));
    focusFirstFault();
  };
  const save = useMutation({
    mutationFn: (values: ReportScheduleInput) => saveReportSchedule(siteId, known, values),
    onSuccess: () => {
      notifyDone(tShell('saved'));
      leave();
    },
    onError: refuse,
    onSettled: () => refreshReportSchedules(siteId),
  });
  const preview = useMutation({
    mutationFn: (values: ReportScheduleInput) => previewReportSchedule(siteId, values),
    onError: refuse,
  });
  const send = useMutation({
    mutationFn: (values: ReportScheduleInput) => sendReportScheduleToMe(siteId, values),
    onSuccess: (to) => notifyDone(t('sentToMe', { to })),
    onError: (error) => {
      refuse(error);
      notifyFailed(errorText(error));
    },
  });
  const { every } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          description={t('field.nameHint')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <MultiSelect
          label={t('field.reports')}
          description={t('field.reportsHint')}
          searchable
          maxValues={10}
          data={reportGroups.map((group) => ({
            group: tReports(`group.${group}`),
            items: reportIds
              .filter((id) => reportDefinitions[id].group === group)
              .map((id) => ({ value: id, label: reportDefinitions[id].title })),
          }))}
          {...form.getInputProps('reportIds')}
        />
        <Select
          label={t('field.range')}
          allowDeselect={false}
          data={scheduleRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
          {...form.getInputProps('range')}
        />
        <Group grow align="flex-start" gap="sm">
          <Select
            label={t('field.every')}
            allowDeselect={false}
            data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`every.${value}`) }))}
            {...form.getInputProps('every')}
          />
          {every === 'week' ? (
            <Select
              label={t('field.weekday')}
              allowDeselect={false}
              data={scheduleWeekdays.map((value) => ({ value, label: tReports(`weekday.${value}`) }))}
              {...form.getInputProps('weekday')}
            />
          ) : null}
          {every === 'month' ? (
            <NumberInput
              label={t('field.monthDay')}
              min={1}
              max={31}
              allowDecimal={false}
              {...form.getInputProps('monthDay')}
            />
          ) : null}
          <Select
            label={t('field.hour')}
            allowDeselect={false}
            data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formatHour(hour) }))}
            value={String(form.values.hour)}
            error={form.errors.hour}
            onChange={(hour) => form.setFieldValue('hour', Number(hour))}
          />
        </Group>
        <p className={classes.about}>
          {every === 'month' ? `${t('field.monthDayHint')} ` : ''}
          {t('field.hourHint')}
        </p>
        <TagsInput
          label={t('field.recipients')}
          description={t('field.recipientsHint')}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          maxTags={20}
          {...form.getInputProps('recipients')}
        />
        <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <Group gap="xs">
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate(form.values)}>
            {t('preview')}
          </Button>
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate(form.values)}>
            {t('sendToMe')}
          </Button>
        </Group>
        {preview.data === undefined ? null : (
          <section className={classes.preview} aria-label={t('previewTitle')}>
            <h3>{t('previewTitle')}</h3>
            <p className={classes.subject}>
              <span>{t('previewSubject')}</span> {preview.data.subject}
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <section className={classes.body} tabIndex={0} aria-label={t('previewBody')}>
              {preview.data.text}
            </section>
          </section>
        )}
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          void refreshReportSchedules(siteId);
          leave();
        }}
        onCancel={leave}
      >
        {known === null ? null : (
          <Button
            variant="subtle"
            color="red"
            onClick={() => {
              leave();
              void remove(known);
            }}
          >
            {t('remove')}
          </Button>
        )}
      </SaveBar>
    </form>
  );
}
