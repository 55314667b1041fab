import type { Invite } from '@foyer/protocol/invite';
import { Select, Stack, Switch, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { linesOf } from '../../ui/lines.ts';
import { Section } from '../../ui/section.tsx';
import { recipientsQuery } from '../prospects/notifications-api.ts';
import classes from './alert-form.module.css';
import type { AlertFormHandle } from './alert-form-handle.ts';

interface AlertActionsProps {
  siteId: string;
  form: AlertFormHandle;
  /** Undefined until they are known. */
  invites: Invite[] | undefined;
}

/** What an alert does when it matches, and what is missing for it. */
export function AlertActions({ siteId, form, invites }: AlertActionsProps) {
  const { t } = useTranslation('alerts');
  const notifications = useQuery(recipientsQuery(siteId)).data;
  const { values, errors } = form;
  const isMailUsed = values.emailVisitor || linesOf(values.emailStaff).length > 0;
  return (
    <Section title={t('does')} about={t('doesHint')}>
      <Stack gap="lg">
        <Switch
          label={t('field.popup')}
          {...form.getInputProps('popup', { type: 'checkbox' })}
          error={errors['actions.popup']}
        />
        <div>
          <Select
            label={t('field.invite')}
            placeholder={t('field.noInvite')}
            clearable
            data={invites?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            {...form.getInputProps('invite')}
            error={errors['actions.invite']}
          />
          {invites?.length === 0 ? (
            <p className={classes.dim}>
              {t('noInvites')} <Link href="/settings/invites/new">{t('manageInvites')}</Link>
            </p>
          ) : null}
        </div>
        <div>
          <Switch
            label={t('field.emailVisitor')}
            description={t('field.emailVisitorHint')}
            {...form.getInputProps('emailVisitor', { type: 'checkbox' })}
            error={errors['actions.emailVisitor']}
          />
          {values.emailVisitor && notifications?.emailVisitors === false ? (
            <Missing text={t('visitorMailOff')} way={t('visitorMailOffLink')} />
          ) : null}
        </div>
        <div>
          <Textarea
            label={t('field.emailStaff')}
            description={t('field.emailStaffHint')}
            autosize
            minRows={1}
            maxRows={6}
            spellCheck={false}
            {...form.getInputProps('emailStaff')}
            error={errors['actions.emailStaff']}
          />
          {isMailUsed && notifications?.smtp === null ? <Missing text={t('noSmtp')} way={t('setUp')} /> : null}
        </div>
        <div>
          <Switch
            label={t('field.webhook')}
            description={t('field.webhookHint')}
            {...form.getInputProps('webhook', { type: 'checkbox' })}
            error={errors['actions.webhook']}
          />
          {values.webhook && notifications?.webhook === null ? (
            <Missing text={t('noWebhook')} way={t('setUp')} />
          ) : null}
        </div>
      </Stack>
    </Section>
  );
}

function Missing({ text, way }: { text: ReactNode; way: string }) {
  return (
    <p className={classes.warning}>
      <IconAlertTriangle size={14} aria-hidden />
      <span>
        {text} <Link href="/settings/notifications">{way}</Link>
      </span>
    </p>
  );
}
