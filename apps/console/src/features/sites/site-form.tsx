import type { Site } from '@foyer/protocol/site';
import { NumberInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { linesOf, toLines } from '../../ui/lines.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import classes from './site-form.module.css';
import { useSaveSite } from './use-save-site.ts';

const minuteFields = [
  'visitTimeoutMinutes',
  'idleMinutes',
  'leftGraceMinutes',
  'chatReturnMinutes',
  'pendingTimeoutMinutes',
] as const;
const fieldPaths = [
  'name',
  'allowedOrigins',
  'timeZone',
  'currency',
  ...minuteFields,
  'chatInactivity.messageSeconds',
  'chatInactivity.message',
  'chatInactivity.closeSeconds',
];

type SiteValues = Omit<Site, 'allowedOrigins'> & { allowedOrigins: string };
type Handle = ReturnType<typeof useForm<SiteValues>>;

/** Name, origins, time and money, time-outs. */
export function SiteForm({ site, onReload }: { site: Site; onReload: () => void }) {
  const form = useForm<SiteValues>({ initialValues: { ...site, allowedOrigins: toLines(site.allowedOrigins) } });
  useUnsavedGuard(form.isDirty());
  const save = useSaveSite<SiteValues>(site, {
    toSite: (values) => ({ ...values, allowedOrigins: linesOf(values.allowedOrigins) }),
    onSaved: () => {
      form.clearErrors();
      form.resetDirty();
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} className={classes.form}>
      <General form={form} />
      <TimeOuts form={form} />
      <Inactivity form={form} />
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
          <Select
            label={t('field.currency')}
            searchable
            allowDeselect={false}
            limit={100}
            data={currencies}
            {...form.getInputProps('currency')}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });
/** Currencies of ISO 4217 by name. */
const currencies = Intl.supportedValuesOf('currency').map((code) => ({
  value: code,
  label: `${code} · ${currencyNames.of(code) ?? code}`,
}));

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
