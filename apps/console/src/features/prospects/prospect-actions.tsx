import { Select, Stack, Switch } from '@mantine/core';
import type { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { classNames } from '../../ui/class-names.ts';
import { invitesQuery } from '../invites/invites-api.ts';
import { recipientsQuery } from './notifications-api.ts';
import classes from './prospect-form.module.css';
import type { ProspectValues } from './prospect-values.ts';

interface ProspectActionsProps {
  siteId: string;
  form: ReturnType<typeof useForm<ProspectValues>>;
}

/** What a rule does when it fires (S-044 to S-055). */
export function ProspectActions({ siteId, form }: ProspectActionsProps) {
  const { t } = useTranslation('prospects');
  return (
    <Stack gap="md">
      <InviteChoice siteId={siteId} form={form} />
      <Switch
        label={t('field.popup')}
        description={t('field.popupHint')}
        {...form.getInputProps('popup', { type: 'checkbox' })}
        error={form.errors['actions.popup']}
      />
      <div>
        <Switch
          label={t('field.email')}
          description={t('field.emailHint')}
          {...form.getInputProps('email', { type: 'checkbox' })}
          error={form.errors['actions.email']}
        />
        {form.values.email ? <Recipients siteId={siteId} kind="email" /> : null}
      </div>
      <div>
        <Switch
          label={t('field.sms')}
          description={t('field.smsHint')}
          {...form.getInputProps('sms', { type: 'checkbox' })}
          error={form.errors['actions.sms']}
        />
        {form.values.sms ? <Recipients siteId={siteId} kind="sms" /> : null}
      </div>
      <Switch
        label={t('field.flagAsCustomer')}
        description={t('field.flagAsCustomerHint')}
        {...form.getInputProps('flagAsCustomer', { type: 'checkbox' })}
        error={form.errors['actions.flagAsCustomer']}
      />
    </Stack>
  );
}

/** An invite must exist to be sent (S-044): where there is none, the way to make one. */
function InviteChoice({ siteId, form }: ProspectActionsProps) {
  const { t } = useTranslation('prospects');
  const invites = useQuery(invitesQuery(siteId));
  const { invite } = form.values;
  const choices = (invites.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isGone = invites.data !== undefined && invite !== null && !choices.some(({ value }) => value === invite);
  return (
    <div>
      <Select
        className={classes.invite ?? ''}
        label={t('field.invite')}
        description={t('field.inviteHint')}
        placeholder={t('noInvite')}
        clearable
        disabled={choices.length === 0 && invite === null}
        data={isGone ? [...choices, { value: invite, label: t('inviteGone') }] : choices}
        {...form.getInputProps('invite')}
        error={form.errors['actions.invite'] ?? form.errors.invite}
      />
      {invites.data?.length === 0 ? (
        <p className={classes.note}>
          {t('noInvites')} <Link href="/settings/invites/new">{t('makeInvite')}</Link>
        </p>
      ) : null}
    </div>
  );
}

/** Who gets it, and whether it can be sent at all; with the way to where that is set. */
function Recipients({ siteId, kind }: { siteId: string; kind: 'email' | 'sms' }) {
  const { t } = useTranslation('prospects');
  const notifications = useQuery(recipientsQuery(siteId));
  if (notifications.data === undefined) return null;
  const { emails, phones, smtp, sms } = notifications.data;
  const recipients = kind === 'email' ? emails : phones;
  const transport = kind === 'email' ? smtp : sms;
  return (
    <p className={classNames(classes.note, classes.ofSwitch)}>
      {recipients.length === 0 ? t('noRecipients') : t('recipients', { recipients: recipients.join(', ') })}
      {transport !== null ? null : ` ${t('noTransport')}`}{' '}
      <Link href="/settings/notifications">{t('toNotifications')}</Link>
    </p>
  );
}
