import { Button, NumberInput, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import type { PartProps } from './notifications-page.tsx';
import { RemovePart } from './remove-part.tsx';
import { SendTest } from './send-test.tsx';
import { usePartForm } from './use-part-form.ts';

/** The port that each kind of encryption is usually on. */
const usualPorts = { starttls: 587, tls: 465, none: 25 } as const;
type Security = keyof typeof usualPorts;

const fields = [
  'smtp.from.name',
  'smtp.from.address',
  'smtp.host',
  'smtp.port',
  'smtp.security',
  'smtp.user',
  'smtp.password',
];

/** The server that mail is handed over to. */
export function MailServerForm({ siteId, notifications, onReload }: PartProps) {
  const { t } = useTranslation('notifications');
  const { smtp } = notifications;
  const me = useMe();
  const [isOpen, setIsOpen] = useState(smtp !== null);
  const { form, save, bar, isDirty } = usePartForm({
    siteId,
    notifications,
    initialValues: {
      smtp: {
        from: { name: smtp?.from.name ?? '', address: smtp?.from.address ?? '' },
        host: smtp?.host ?? '',
        port: (smtp?.port ?? usualPorts.starttls) as number | string,
        security: (smtp?.security ?? 'starttls') as Security,
        user: smtp?.user ?? '',
        password: '',
      },
      isRemoved: false,
    },
    fields: () => fields,
    toPart: ({ smtp: values, isRemoved }) => ({
      smtp: isRemoved
        ? null
        : {
            from: { name: orNull(values.from.name), address: values.from.address.trim() },
            host: values.host,
            port: Number(values.port),
            security: values.security,
            user: orNull(values.user),
            // Without a user there is no password; an empty field keeps the one that is stored.
            ...(orNull(values.user) === null
              ? { password: null }
              : values.password === ''
                ? {}
                : { password: values.password }),
          },
    }),
    valuesAfter: (values) => ({ smtp: { ...values.smtp, password: '' }, isRemoved: false }),
    onSaved: (saved) => setIsOpen(saved.smtp !== null),
  });

  if (!isOpen)
    return (
      <Empty
        icon={<IconMail size={22} />}
        title={t('mailNone')}
        actions={<Button onClick={() => setIsOpen(true)}>{t('mailSetUp')}</Button>}
      >
        {t('mailNoneText')}
      </Empty>
    );
  const passwordHint =
    smtp === null || form.values.smtp.user === ''
      ? t('field.passwordNew')
      : smtp.hasPassword
        ? t('field.passwordStored')
        : t('field.passwordMissing');
  return (
    <>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Section title={t('mailServer')} about={t('mailServerAbout')}>
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput label={t('field.fromName')} maxLength={80} {...form.getInputProps('smtp.from.name')} />
              <TextInput
                label={t('field.fromAddress')}
                description={t('field.fromAddressHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                {...form.getInputProps('smtp.from.address')}
              />
            </SimpleGrid>
            <TextInput
              label={t('field.host')}
              description={t('field.hostHint')}
              spellCheck={false}
              {...form.getInputProps('smtp.host')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                label={t('field.security')}
                allowDeselect={false}
                data={(['starttls', 'tls', 'none'] as const).map((value) => ({ value, label: t(`security.${value}`) }))}
                {...form.getInputProps('smtp.security')}
                onChange={(value) => {
                  const security = value as Security;
                  form.setFieldValue('smtp.security', security);
                  form.setFieldValue('smtp.port', usualPorts[security]);
                }}
              />
              <NumberInput
                label={t('field.port')}
                allowDecimal={false}
                hideControls
                {...form.getInputProps('smtp.port')}
              />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput
                label={t('field.user')}
                description={t('field.userHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                autoComplete="off"
                spellCheck={false}
                {...form.getInputProps('smtp.user')}
              />
              <PasswordInput
                label={t('field.password')}
                description={passwordHint}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                autoComplete="new-password"
                aria-invalid={form.errors['smtp.password'] !== undefined}
                {...form.getInputProps('smtp.password')}
              />
            </SimpleGrid>
          </Stack>
        </Section>
        <SaveBar {...bar} onReload={onReload} onCancel={smtp === null ? () => setIsOpen(false) : undefined}>
          {smtp === null ? null : (
            <RemovePart
              label={t('mailRemove')}
              text={t('mailRemoveText')}
              onRemove={() => save.mutate({ ...form.values, isRemoved: true })}
            />
          )}
        </SaveBar>
      </form>
      {smtp === null ? null : (
        <SendTest siteId={siteId} kind="email" label={t('testMail')} to={me.email} isDirty={isDirty} />
      )}
    </>
  );
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
