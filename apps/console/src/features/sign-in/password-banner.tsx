import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { changeMe, useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { Banner } from '../../ui/banner.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { notifyDone } from '../../ui/notify.tsx';

/** Reminds the first administrator, who came by a one-time link, to make it possible to come back. */
export function PasswordBanner() {
  const { t } = useTranslation('signIn');
  const me = useMe();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (me.hasPassword) return null;
  return (
    <Banner
      icon={<IconKey size={16} aria-hidden />}
      title={t('banner')}
      text={t('bannerText')}
      action={<Button onClick={open}>{t('bannerAction')}</Button>}
    >
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('banner')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        <PasswordForm onDone={close} />
      </Modal>
    </Banner>
  );
}

const fields = ['name', 'email', 'password'];

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('signIn');
  const me = useMe();
  const form = useForm({ initialValues: { name: me.name, email: me.email, password: '' } });
  const change = useMutation({
    mutationFn: changeMe,
    onSuccess: () => {
      notifyDone(t('done'));
      onDone();
    },
    onError: (error) => form.setErrors(fieldErrors(error, fields)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        <FormFault
          text={change.isError && Object.keys(form.errors).length === 0 ? errorText(change.error) : form.errors['']}
        />
        <TextInput
          label={t('name')}
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('newPassword')}
          visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
          description={t('newPasswordHint')}
          autoComplete="new-password"
          minLength={10}
          required
          withAsterisk={false}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="sm" loading={change.isPending}>
          {t('set')}
        </Button>
      </Stack>
    </form>
  );
}
