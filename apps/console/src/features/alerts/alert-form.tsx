import type { Alert, AlertList } from '@foyer/protocol/alert';
import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { fieldErrors } from '../../api/field-errors.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { BackTestButton } from '../back-tests/back-test-button.tsx';
import { type ExpressionFaults, expressionFaults } from '../conditions/condition-faults.ts';
import { invitesQuery } from '../invites/invites-api.ts';
import { AlertActions } from './alert-actions.tsx';
import { AlertAside } from './alert-aside.tsx';
import { AlertCost } from './alert-cost.tsx';
import { AlertCriteria } from './alert-criteria.tsx';
import classes from './alert-form.module.css';
import { AlertLook } from './alert-look.tsx';
import { type AlertValues, alertFieldPaths, fromAlertValues, toAlertValues } from './alert-values.ts';
import { changeAlert, createAlert } from './alerts-api.ts';
import { checkAlertValues } from './check-alert-values.ts';
import { refreshAlerts, useDeleteAlert } from './use-alerts.ts';

interface AlertFormProps {
  siteId: string;
  /** As it is when the form opens: a newer version must not overwrite what is being typed. Null: a new one. */
  alert: Alert | null;
  list: AlertList;
  /** ISO 4217. */
  currency: string;
  onReload: () => void;
}

/** Adds or changes an alert. */
export function AlertForm({ siteId, alert: newest, list, currency, onReload }: AlertFormProps) {
  const { t } = useTranslation('alerts');
  const { t: tShell } = useTranslation('shell');
  const [, navigate] = useLocation();
  const [alert] = useState(newest);
  const form = useForm<AlertValues>({
    initialValues: toAlertValues(alert),
    validate: (values) => checkAlertValues(values, currency, t),
  });
  const [conditionFaults, setConditionFaults] = useState<ExpressionFaults>({});
  const letGo = useUnsavedGuard(form.isDirty());
  const remove = useDeleteAlert(siteId);
  const close = () => {
    letGo();
    navigate('/settings/alerts');
  };
  const save = useMutation({
    mutationFn: (values: AlertValues) => {
      setConditionFaults({});
      const input = fromAlertValues(values);
      return alert === null ? createAlert(siteId, input) : changeAlert(siteId, { ...alert, ...input });
    },
    onSuccess: () => {
      notifyDone(tShell('saved'));
      close();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, alertFieldPaths));
      setConditionFaults(expressionFaults(error, 'conditions'));
      focusFirstFault();
    },
    onSettled: () => refreshAlerts(siteId),
  });
  const invites = useQuery(invitesQuery(siteId));
  const input = useMemo(() => fromAlertValues(form.values), [form.values]);
  const isBuiltIn = alert?.builtIn ?? false;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values), focusFirstFault)}>
      <div className={classes.columns}>
        <div>
          <Section title={t('looks')}>
            <Stack gap="md">
              <TextInput
                label={t('field.name')}
                description={t('field.nameHint')}
                required
                withAsterisk={false}
                maxLength={80}
                disabled={isBuiltIn}
                data-autofocus
                {...form.getInputProps('name')}
              />
              <AlertLook form={form} />
              <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
            </Stack>
          </Section>
          {isBuiltIn ? (
            <Section title={t('who')}>
              <Text size="sm">{t('builtInWho')}</Text>
            </Section>
          ) : (
            <AlertCriteria siteId={siteId} form={form} conditionFaults={conditionFaults} />
          )}
          <AlertActions siteId={siteId} form={form} invites={invites.data} />
          <AlertCost form={form} currency={currency} />
          <Section title={t('trial')}>
            <Switch
              label={t('field.shadow')}
              description={t('field.shadowHint')}
              {...form.getInputProps('shadow', { type: 'checkbox' })}
            />
          </Section>
        </div>
        <AlertAside
          siteId={siteId}
          alert={alert}
          input={input}
          list={list}
          currency={currency}
          inviteName={invites.data?.find(({ id }) => id === input.actions.invite)?.name ?? null}
        />
      </div>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          letGo();
          onReload();
        }}
        onCancel={close}
      >
        <BackTestButton siteId={siteId} draft={{ kind: 'alert', id: alert?.id ?? null, document: input }} />
        {alert === null || isBuiltIn ? null : (
          <Group>
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                close();
                void remove(alert);
              }}
            >
              {t('remove')}
            </Button>
          </Group>
        )}
      </SaveBar>
    </form>
  );
}
