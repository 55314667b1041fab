import type { Site } from '@foyer/protocol/site';
import { ColorInput, NumberInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { linesOf, toLines } from '../../ui/lines.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { alertColors } from '../../ui/palette.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './site-form.module.css';
import { changeSite, siteQuery } from './sites-api.ts';

const minuteFields = [
  'visitTimeoutMinutes',
  'idleMinutes',
  'leftGraceMinutes',
  'chatReturnMinutes',
  'pendingTimeoutMinutes',
] as const;
const windowTexts = ['openingText', 'waitingText', 'offlineText'] as const;
const fieldPaths = [
  'name',
  'allowedOrigins',
  'timeZone',
  'currency',
  ...minuteFields,
  'chatInactivity.messageSeconds',
  'chatInactivity.message',
  'chatInactivity.closeSeconds',
  'chatWindow.title',
  'chatWindow.openingText',
  'chatWindow.waitingText',
  'chatWindow.offlineText',
  'chatWindow.color',
  'chatWindow.corner',
  'chatWindow.whenOffline',
];

type SiteValues = Omit<Site, 'allowedOrigins'> & { allowedOrigins: string };
type Handle = ReturnType<typeof useForm<SiteValues>>;

/** Name, origins, time and money, time-outs, chat window. */
export function SiteForm({ site, onReload }: { site: Site; onReload: () => void }) {
  const { t } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(site.version);
  const form = useForm<SiteValues>({ initialValues: { ...site, allowedOrigins: toLines(site.allowedOrigins) } });
  const save = useMutation({
    mutationFn: (values: SiteValues) =>
      changeSite({ ...values, allowedOrigins: linesOf(values.allowedOrigins), version }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(siteQuery(site.id).queryKey, saved);
      setVersion(saved.version);
      form.clearErrors();
      notifyDone(t('saved'));
      await queryClient.invalidateQueries({ queryKey: ['me'] }); // the name may be new
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} className={classes.form}>
      <General form={form} />
      <TimeOuts form={form} />
      <Inactivity form={form} />
      <ChatWindow form={form} />
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

function General({ form }: { form: Handle }) {
  const { t } = useTranslation('sites');
  return (
    <Section title={t('general')}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <Textarea
          label={t('field.allowedOrigins')}
          description={t('field.allowedOriginsHint')}
          autosize
          minRows={2}
          spellCheck={false}
          {...form.getInputProps('allowedOrigins')}
        />
        {linesOf(form.values.allowedOrigins).length === 0 ? (
          <Text size="xs" c="var(--amber)">
            {t('field.anywhere')}
          </Text>
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('field.timeZone')}
            searchable
            allowDeselect={false}
            limit={100}
            data={timeZones(form.values.timeZone)}
            {...form.getInputProps('timeZone')}
          />
          <TextInput label={t('field.currency')} maxLength={3} placeholder="GBP" {...form.getInputProps('currency')} />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}

/** What the browser knows, and the one in use should it not know it. */
function timeZones(inUse: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', inUse])].sort();
}

function TimeOuts({ form }: { form: Handle }) {
  const { t } = useTranslation('sites');
  return (
    <Section title={t('tracking')}>
      <Stack gap="xs">
        {minuteFields.map((field) => (
          <NumberInput
            key={field}
            label={t(`field.${field}`)}
            allowDecimal={false}
            min={0}
            max={240}
            hideControls
            classNames={{ root: classes.minutes ?? '', input: classes.minutesInput ?? '' }}
            {...form.getInputProps(field)}
          />
        ))}
      </Stack>
    </Section>
  );
}

function Inactivity({ form }: { form: Handle }) {
  const { t } = useTranslation('sites');
  const seconds = (field: 'messageSeconds' | 'closeSeconds') => (
    <NumberInput
      label={t(`field.${field}`)}
      allowDecimal={false}
      min={0}
      max={86_400}
      hideControls
      classNames={{ root: classes.minutes ?? '', input: classes.minutesInput ?? '' }}
      {...form.getInputProps(`chatInactivity.${field}`)}
    />
  );
  return (
    <Section title={t('inactivity')}>
      <Stack gap="xs">
        {seconds('messageSeconds')}
        <TextInput
          label={t('field.inactivityMessage')}
          maxLength={500}
          {...form.getInputProps('chatInactivity.message')}
        />
        {seconds('closeSeconds')}
      </Stack>
    </Section>
  );
}

function ChatWindow({ form }: { form: Handle }) {
  const { t } = useTranslation('sites');
  return (
    <Section title={t('window')}>
      <Stack gap="sm">
        <TextInput label={t('field.windowTitle')} maxLength={80} {...form.getInputProps('chatWindow.title')} />
        {windowTexts.map((field) => (
          <Textarea
            key={field}
            label={t(`field.${field}`)}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps(`chatWindow.${field}`)}
          />
        ))}
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <ColorInput
            label={t('field.color')}
            format="hex"
            withEyeDropper={false}
            swatches={alertColors}
            {...form.getInputProps('chatWindow.color')}
          />
          <Select
            label={t('field.corner')}
            allowDeselect={false}
            data={(['bottom-right', 'bottom-left', 'top-right', 'top-left'] as const).map((value) => ({
              value,
              label: t(`corner.${value}`),
            }))}
            {...form.getInputProps('chatWindow.corner')}
          />
          <Select
            label={t('field.whenOffline')}
            allowDeselect={false}
            data={(['form', 'hidden'] as const).map((value) => ({ value, label: t(`whenOffline.${value}`) }))}
            {...form.getInputProps('chatWindow.whenOffline')}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}
