import type { Notifications } from '@foyer/protocol/notifications';
import { Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './notifications-page.module.css';
import type { PartProps } from './notifications-page.tsx';
import { usePartForm } from './use-part-form.ts';

/** Who is written to, and what ways out there are. */
export function RecipientsForm({ siteId, notifications, onReload }: PartProps) {
  const { t } = useTranslation('notifications');
  const { emails, phones, emailVisitors, transcripts, replyMail } = notifications;
  const { form, save, bar } = usePartForm({
    siteId,
    notifications,
    initialValues: { emails, phones, emailVisitors, transcripts, replyMail: { replyTo: replyMail.replyTo ?? '' } },
    fields: () => ['emails', 'phones', 'emailVisitors', 'transcripts.recipients', 'replyMail.replyTo'],
    toPart: ({ replyMail: { replyTo }, ...values }) => ({
      ...values,
      replyMail: { ...replyMail, replyTo: replyTo.trim() === '' ? null : replyTo.trim() },
    }),
  });
  return (
    <>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Section title={t('recipients')} about={t('recipientsAbout')}>
          <Stack gap="sm">
            <TagsInput
              label={t('field.emails')}
              description={t('field.emailsHint')}
              splitChars={[',', ' ', ';']}
              acceptValueOnBlur
              {...form.getInputProps('emails')}
            />
            <TagsInput
              label={t('field.phones')}
              description={t('field.phonesHint')}
              splitChars={[',', ';']}
              acceptValueOnBlur
              {...form.getInputProps('phones')}
            />
          </Stack>
        </Section>
        <Section title={t('visitors')}>
          <Switch
            label={t('field.emailVisitors')}
            description={t('field.emailVisitorsHint')}
            {...form.getInputProps('emailVisitors', { type: 'checkbox' })}
          />
        </Section>
        <Section title={t('transcripts')} about={t('transcriptsAbout')}>
          <Stack gap="sm">
            <Switch
              label={t('field.transcriptVisitors')}
              description={t('field.transcriptVisitorsHint')}
              {...form.getInputProps('transcripts.visitors', { type: 'checkbox' })}
            />
            <TagsInput
              label={t('field.transcriptRecipients')}
              description={t('field.transcriptRecipientsHint')}
              splitChars={[',', ' ', ';']}
              acceptValueOnBlur
              {...form.getInputProps('transcripts.recipients')}
            />
          </Stack>
        </Section>
        <Section title={t('missedChats')} about={t('missedChatsAbout')}>
          <TextInput
            label={t('field.replyTo')}
            description={t('field.replyToHint')}
            type="email"
            {...form.getInputProps('replyMail.replyTo')}
          />
        </Section>
        <SaveBar {...bar} onReload={onReload} />
      </form>
      <div className={classes.after}>
        <Section title={t('overview')} about={t('overviewAbout')}>
          <ul className={classes.ways}>
            {waysOut(notifications).map((way) => (
              <Way key={way.id} {...way} />
            ))}
          </ul>
        </Section>
      </div>
    </>
  );
}

interface WayOut {
  id: 'mail' | 'sms' | 'webhook';
  isOn: boolean;
  isThere: boolean;
  text:
    | 'mailOn'
    | 'mailOff'
    | 'mailIncomplete'
    | 'smsOn'
    | 'smsOff'
    | 'smsIncomplete'
    | 'webhookOn'
    | 'webhookOff'
    | 'webhookStopped';
  values: Record<string, string | number>;
}

function Way({ id, isOn, isThere, text, values }: WayOut) {
  const { t } = useTranslation('notifications');
  return (
    <li className={classes.way} data-on={isOn}>
      <span className={classes.wayName}>
        {isOn ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleDashed size={16} aria-hidden />}
        {t(`way.${id}`)}
      </span>
      <span className={classes.wayText}>{t(`wayText.${text}`, values)}</span>
      <Link
        href={`/settings/notifications/${id}`}
        aria-label={`${isThere ? t('change') : t('setUp')}: ${t(`way.${id}`)}`}
      >
        {isThere ? t('change') : t('setUp')}
      </Link>
    </li>
  );
}

function waysOut({ smtp, sms, webhook }: Notifications): WayOut[] {
  const lacksPassword = smtp !== null && smtp.user !== null && !smtp.hasPassword;
  const lacksHeader = sms?.headers.some(({ hasValue }) => !hasValue) ?? false;
  return [
    {
      id: 'mail',
      isThere: smtp !== null,
      isOn: smtp !== null && !lacksPassword,
      text: smtp === null ? 'mailOff' : lacksPassword ? 'mailIncomplete' : 'mailOn',
      values: { host: smtp?.host ?? '', from: smtp?.from.address ?? '' },
    },
    {
      id: 'sms',
      isThere: sms !== null,
      isOn: sms !== null && !lacksHeader,
      text: sms === null ? 'smsOff' : lacksHeader ? 'smsIncomplete' : 'smsOn',
      values: { host: sms === null ? '' : new URL(sms.url).host, cap: sms?.dailyCap ?? 0 },
    },
    {
      id: 'webhook',
      isThere: webhook !== null,
      isOn: webhook?.enabled ?? false,
      text: webhook === null ? 'webhookOff' : webhook.enabled ? 'webhookOn' : 'webhookStopped',
      values: { host: webhook === null ? '' : new URL(webhook.url).host },
    },
  ];
}
