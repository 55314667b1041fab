import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconDeviceMobileMessage, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import type { PartProps } from './notifications-page.tsx';
import { RemovePart } from './remove-part.tsx';
import { SendTest } from './send-test.tsx';
import classes from './sms-form.module.css';
import { type TwilioAccount, twilioRequest } from './twilio-template.ts';
import { usePartForm } from './use-part-form.ts';

interface HeaderValues {
  name: string;
  secret: boolean;
  /** Empty and secret: the stored one is kept. */
  value: string;
  isStored: boolean;
}

type SmsValues = {
  sms: {
    url: string;
    method: 'POST' | 'PUT';
    contentType: 'application/json' | 'application/x-www-form-urlencoded';
    body: string;
    headers: HeaderValues[];
    countries: string[];
    dailyCap: number | string;
  };
  isRemoved: boolean;
};
type Handle = UseFormReturnType<SmsValues>;

/** The request that sends an SMS. */
export function SmsForm({ siteId, notifications, onReload }: PartProps) {
  const { t } = useTranslation('notifications');
  const { sms } = notifications;
  const [isOpen, setIsOpen] = useState(sms !== null);
  const [account, setAccount] = useState<TwilioAccount | null>(null);
  const { form, save, bar, isDirty } = usePartForm<SmsValues>({
    siteId,
    notifications,
    initialValues: {
      sms: {
        url: sms?.url ?? '',
        method: sms?.method ?? 'POST',
        contentType: sms?.contentType ?? 'application/x-www-form-urlencoded',
        body: sms?.body ?? 'To={{to}}&Body={{text}}',
        headers:
          sms?.headers.map(({ name, secret, value, hasValue }) => ({
            name,
            secret,
            value: value ?? '',
            isStored: secret && hasValue,
          })) ?? [],
        countries: sms?.countries ?? [],
        dailyCap: sms?.dailyCap ?? 100,
      },
      isRemoved: false,
    },
    fields: ({ sms: { headers } }) => [
      'sms.url',
      'sms.method',
      'sms.contentType',
      'sms.body',
      'sms.countries',
      'sms.dailyCap',
      ...headers.flatMap((_header, index) => [`sms.headers.${index}.name`, `sms.headers.${index}.value`]),
    ],
    toPart: ({ sms: values, isRemoved }) => ({
      sms: isRemoved
        ? null
        : {
            ...values,
            url: values.url.trim(),
            dailyCap: Number(values.dailyCap),
            // What the text says is written on the page of the texts.
            ...(sms === null ? defaultText : { text: sms.text }),
            headers: values.headers.map(({ name, secret, value, isStored }) => ({
              name: name.trim(),
              secret,
              ...(secret && isStored && value === '' ? {} : { value }),
            })),
          },
    }),
    valuesAfter: (values, saved) => ({
      sms: {
        ...values.sms,
        headers: values.sms.headers.map((header, index) => ({
          ...header,
          value: header.secret ? '' : header.value,
          isStored: header.secret && (saved.sms?.headers[index]?.hasValue ?? false),
        })),
      },
      isRemoved: false,
    }),
    onSaved: (saved) => {
      setIsOpen(saved.sms !== null);
      setAccount(null);
    },
  });

  const fillIn = (known: TwilioAccount) => {
    setAccount(known);
    setIsOpen(true);
    const { headers, ...request } = twilioRequest(known);
    form.setFieldValue('sms', {
      ...form.getValues().sms,
      ...request,
      headers: headers.map((header) => ({ ...header, isStored: false })),
    });
  };
  const useTemplate = (
    <Button
      variant={isOpen ? 'default' : 'filled'}
      onClick={() => fillIn({ accountSid: '', authToken: '', fromNumber: '' })}
    >
      {t('twilio')}
    </Button>
  );

  if (!isOpen)
    return (
      <Empty
        icon={<IconDeviceMobileMessage size={22} />}
        title={t('smsNone')}
        actions={
          <>
            {useTemplate}
            <Button variant="default" onClick={() => setIsOpen(true)}>
              {t('smsSetUp')}
            </Button>
          </>
        }
      >
        {t('smsNoneText')}
      </Empty>
    );
  return (
    <>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Section title={t('sms')} about={t('smsAbout')}>
          {account === null ? useTemplate : <TwilioFields account={account} onChange={fillIn} />}
        </Section>
        <Section title={t('request')}>
          <Stack gap="sm">
            <TextInput
              label={t('field.url')}
              description={t('field.urlHint')}
              spellCheck={false}
              {...form.getInputProps('sms.url')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                label={t('field.method')}
                allowDeselect={false}
                data={['POST', 'PUT']}
                {...form.getInputProps('sms.method')}
              />
              <Select
                label={t('field.contentType')}
                allowDeselect={false}
                data={(['application/x-www-form-urlencoded', 'application/json'] as const).map((value) => ({
                  value,
                  label: t(`contentType.${value}`),
                }))}
                {...form.getInputProps('sms.contentType')}
              />
            </SimpleGrid>
            <Textarea
              label={t('field.body')}
              description={t('field.bodyHint')}
              autosize
              minRows={2}
              maxRows={10}
              spellCheck={false}
              classNames={{ input: classes.code ?? '' }}
              {...form.getInputProps('sms.body')}
            />
            <Headers form={form} />
          </Stack>
        </Section>
        <Section title={t('limits')} about={t('limitsAbout')}>
          <Stack gap="sm">
            <TagsInput
              label={t('field.countries')}
              description={t('field.countriesHint')}
              splitChars={[',', ' ', ';']}
              acceptValueOnBlur
              {...form.getInputProps('sms.countries')}
            />
            <NumberInput
              label={t('field.dailyCap')}
              allowDecimal={false}
              hideControls
              className={classes.number ?? ''}
              {...form.getInputProps('sms.dailyCap')}
            />
          </Stack>
        </Section>
        <SaveBar {...bar} onReload={onReload} onCancel={sms === null ? () => setIsOpen(false) : undefined}>
          {sms === null ? null : (
            <RemovePart
              label={t('smsRemove')}
              text={t('smsRemoveText')}
              onRemove={() => save.mutate({ ...form.values, isRemoved: true })}
            />
          )}
        </SaveBar>
      </form>
      {sms === null ? null : (
        <SendTest
          siteId={siteId}
          kind="sms"
          label={t('testSms')}
          to={notifications.phones[0] ?? ''}
          isDirty={isDirty}
        />
      )}
    </>
  );
}

/** What a new provider's SMS say until somebody writes something else. */
const defaultText = { text: '{{site}}: {{rule}}, {{visitor.name}}, {{page}}' };

function TwilioFields({ account, onChange }: { account: TwilioAccount; onChange: (account: TwilioAccount) => void }) {
  const { t } = useTranslation('notifications');
  return (
    <fieldset className={classes.twilio}>
      <legend className={classes.legend}>{t('twilioTitle')}</legend>
      <p className={classes.hint}>{t('twilioAbout')}</p>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextInput
          label={t('field.accountSid')}
          autoComplete="off"
          spellCheck={false}
          value={account.accountSid}
          onChange={(event) => onChange({ ...account, accountSid: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('field.authToken')}
          autoComplete="new-password"
          value={account.authToken}
          onChange={(event) => onChange({ ...account, authToken: event.currentTarget.value })}
        />
        <TextInput
          label={t('field.fromNumber')}
          autoComplete="off"
          value={account.fromNumber}
          onChange={(event) => onChange({ ...account, fromNumber: event.currentTarget.value })}
        />
      </SimpleGrid>
    </fieldset>
  );
}

function Headers({ form }: { form: Handle }) {
  const { t } = useTranslation('notifications');
  const { headers } = form.values.sms;
  return (
    <fieldset>
      <legend className={classes.legend}>{t('field.headers')}</legend>
      {headers.length === 0 ? <p className={classes.hint}>{t('headersEmpty')}</p> : null}
      <Stack gap="xs">
        {headers.map((header, index) => {
          const Value = header.secret ? PasswordInput : TextInput;
          const at = `sms.headers.${index}` as const;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header is known by its place alone
            <Group key={index} gap="xs" align="flex-start" className={classes.header ?? ''}>
              <TextInput
                aria-label={`${t('field.headerName')} ${index + 1}`}
                placeholder={t('field.headerName')}
                spellCheck={false}
                className={classes.headerName ?? ''}
                {...form.getInputProps(`${at}.name`)}
              />
              <Value
                aria-label={`${t('field.headerValue')} ${index + 1}`}
                placeholder={header.isStored ? t('field.headerStored') : t('field.headerValue')}
                autoComplete="off"
                className={classes.headerValue ?? ''}
                {...form.getInputProps(`${at}.value`)}
              />
              <Checkbox
                label={t('field.headerSecret')}
                className={classes.secret ?? ''}
                {...form.getInputProps(`${at}.secret`, { type: 'checkbox' })}
              />
              <ActionIcon
                aria-label={t('removeHeader', { name: header.name })}
                className={classes.removeHeader ?? ''}
                onClick={() => form.removeListItem('sms.headers', index)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          );
        })}
      </Stack>
      <Button
        mt="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => form.insertListItem('sms.headers', { name: '', secret: true, value: '', isStored: false })}
      >
        {t('addHeader')}
      </Button>
    </fieldset>
  );
}
