import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { changeMe, useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { NoticesSection } from '../notices/notices-section.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { OwnStatusSection } from '../work-periods/own-status-section.tsx';
import classes from './account-page.module.css';
import { SessionList } from './session-list.tsx';
import { TwoFactorSection } from './two-factor-section.tsx';

/** One's own account, for every role. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const me = useMe();
  usePageTitle(t('title'));
  return (
    <Page title={t('title')} width="reading">
      <p className={classes.purpose}>{t('purpose')}</p>
      <Section title={t('profile')}>
        <ProfileForm />
      </Section>
      <OwnStatusSection />
      <NoticesSection />
      {me.hasPassword ? (
        <Section title={t('password')} about={t('passwordAbout')}>
          <PasswordForm />
        </Section>
      ) : null}
      <TwoFactorSection />
      <Section title={t('sessions')} about={t('sessionsAbout')}>
        <SessionList userId={null} />
      </Section>
    </Page>
  );
}

function ProfileForm() {
  const { t } = useTranslation('account');
  const { t: tShell } = useTranslation('shell');
  const me = useMe();
  const form = useForm({ initialValues: { name: me.name, email: me.email, currentPassword: '' } });
  const isNewEmail = form.values.email.trim().toLowerCase() !== me.email;
  useUnsavedGuard(form.isDirty());
  const change = useMutation({
    mutationFn: ({ name, email, currentPassword }: typeof form.values) =>
      changeMe(isNewEmail ? { name, email, ...(me.hasPassword ? { currentPassword } : {}) } : { name }),
    onSuccess: (_answer, values) => {
      const saved = { ...values, currentPassword: '' };
      form.setInitialValues(saved);
      form.setValues(saved);
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'email', 'currentPassword'])),
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm" maw="26rem">
        <FormFault
          text={change.isError && Object.keys(form.errors).length === 0 ? errorText(change.error) : form.errors['']}
        />
        <TextInput
          label={t('field.name')}
          description={t('field.nameHint')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('field.email')}
          description={t('field.emailHint')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          {...form.getInputProps('email')}
        />
        {isNewEmail && me.hasPassword ? (
          <PasswordInput
            label={t('field.currentPassword')}
            description={t('field.currentPasswordEmailHint')}
            visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps('currentPassword')}
          />
        ) : null}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {tShell('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PasswordForm() {
  const { t } = useTranslation('account');
  const form = useForm({ initialValues: { currentPassword: '', password: '' } });
  useUnsavedGuard(form.isDirty());
  const change = useMutation({
    mutationFn: changeMe,
    onSuccess: async () => {
      form.reset();
      notifyDone(t('passwordDone'));
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['currentPassword', 'password'])),
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm" maw="26rem">
        <FormFault
          text={change.isError && Object.keys(form.errors).length === 0 ? errorText(change.error) : form.errors['']}
        />
        <PasswordInput
          label={t('field.currentPassword')}
          visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={t('field.newPassword')}
          description={t('field.newPasswordHint')}
          visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={10}
          {...form.getInputProps('password')}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('changePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
