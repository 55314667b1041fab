import type { Alert } from '@foyer/protocol/alert';
import {
  Button,
  Fieldset,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import { AlertLook } from './alert-look.tsx';
import { type AlertValues, alertFieldPaths, fromAlertValues, hiddenSettings, toAlertValues } from './alert-values.ts';
import { changeAlert, createAlert, referringSitesQuery } from './alerts-api.ts';
import { refreshAlerts, useDeleteAlert } from './use-alerts.ts';

interface AlertFormProps {
  siteId: string;
  /** Null: a new one. */
  alert: Alert | null;
  onClose: () => void;
}

/** Adds or changes an alert. */
export function AlertForm({ siteId, alert, onClose }: AlertFormProps) {
  const { t } = useTranslation('alerts');
  const { t: tShell } = useTranslation('shell');
  const form = useForm<AlertValues>({ initialValues: toAlertValues(alert) });
  const remove = useDeleteAlert(siteId);
  const save = useMutation({
    mutationFn: (values: AlertValues) => {
      const input = fromAlertValues(values, alert);
      return alert === null ? createAlert(siteId, input) : changeAlert(siteId, { ...alert, ...input });
    },
    onSuccess: () => {
      notifyDone(tShell('saved'));
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrors(error, alertFieldPaths)),
    onSettled: () => refreshAlerts(siteId),
  });
  const reload = () => {
    void refreshAlerts(siteId);
    onClose();
  };
  const hidden = alert === null ? [] : hiddenSettings(alert);
  const isBuiltIn = alert?.builtIn ?? false;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="lg">
        <Group align="flex-start" wrap="nowrap">
          <TextInput
            label={t('field.name')}
            required
            withAsterisk={false}
            maxLength={80}
            disabled={isBuiltIn}
            data-autofocus
            flex={1}
            {...form.getInputProps('name')}
          />
          <Switch label={t('field.enabled')} mt={30} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        </Group>
        <AlertLook form={form} />
        {isBuiltIn ? null : <Criteria siteId={siteId} form={form} />}
        <Actions siteId={siteId} form={form} />
        {hidden.length === 0 ? null : (
          <Text size="xs" c="dimmed">
            {t('kept', { settings: hidden.map((setting) => t(`keptSetting.${setting}`)).join(', ') })}
          </Text>
        )}
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={reload}
        onCancel={onClose}
      >
        {alert === null || isBuiltIn ? null : (
          <Button
            variant="subtle"
            color="red"
            onClick={() => {
              onClose();
              void remove(alert);
            }}
          >
            {t('remove')}
          </Button>
        )}
      </SaveBar>
    </form>
  );
}

type AlertFormHandle = ReturnType<typeof useForm<AlertValues>>;

/** Which visitors it matches. */
function Criteria({ siteId, form }: { siteId: string; form: AlertFormHandle }) {
  const { t } = useTranslation('alerts');
  const referringSites = useQuery(referringSitesQuery(siteId));
  const names = [
    ...new Set([...(referringSites.data?.items.map((one) => one.name) ?? []), ...form.values.searchEngines]),
  ];
  return (
    <Fieldset legend={t('who')} variant="unstyled">
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {t('whoHint')}
        </Text>
        <div>
          <SegmentedControl
            aria-label={t('field.searchEngines')}
            size="xs"
            data={[
              { value: 'anywhere', label: t('field.anywhere') },
              { value: 'chosen', label: t('field.chosenSites') },
            ]}
            value={form.values.isAnywhere ? 'anywhere' : 'chosen'}
            onChange={(value) => form.setFieldValue('isAnywhere', value === 'anywhere')}
          />
          {form.values.isAnywhere ? (
            <Text size="xs" c="dimmed" mt={4}>
              {t('field.anywhereHint')}
            </Text>
          ) : (
            <MultiSelect
              mt="xs"
              label={t('field.chooseSites')}
              data={names}
              searchable
              {...form.getInputProps('searchEngines')}
            />
          )}
        </div>
        <LinesField form={form} field="entryPages" />
        <LinesField form={form} field="keywords" />
        <LinesField form={form} field="addresses" />
        <Switch
          label={t('field.ownOrganisation')}
          description={t('field.ownOrganisationHint')}
          {...form.getInputProps('ownOrganisation', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}

function LinesField({ form, field }: { form: AlertFormHandle; field: 'entryPages' | 'keywords' | 'addresses' }) {
  const { t } = useTranslation('alerts');
  return (
    <Textarea
      label={t(`field.${field}`)}
      description={t(`field.${field}Hint`)}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      {...form.getInputProps(field)}
    />
  );
}

/** What it does when it matches. */
function Actions({ siteId, form }: { siteId: string; form: AlertFormHandle }) {
  const { t } = useTranslation('alerts');
  const invites = useQuery(invitesQuery(siteId));
  return (
    <Fieldset legend={t('does')} variant="unstyled">
      <Stack gap="sm">
        <Switch
          label={t('field.popup')}
          {...form.getInputProps('popup', { type: 'checkbox' })}
          error={form.errors['actions.popup']}
        />
        <Select
          label={t('field.invite')}
          placeholder={t('field.noInvite')}
          clearable
          data={invites.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          {...form.getInputProps('invite')}
          error={form.errors['actions.invite']}
        />
        <Switch
          label={t('shadow')}
          description={t('shadowHint')}
          {...form.getInputProps('shadow', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}
