import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';

interface PasswordAgainProps<T> {
  text: string;
  button: string;
  act: (password: string) => Promise<T>;
  onDone: (answer: T) => void;
}

/** Asks for one's password before something that matters. */
export function PasswordAgain<T>({ text, button, act, onDone }: PasswordAgainProps<T>) {
  const { t } = useTranslation('account');
  const form = useForm({ initialValues: { password: '' } });
  const ask = useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onError: (error) => form.setErrors(fieldErrors(error, ['password'])),
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => ask.mutate(password))}>
      <Stack gap="sm">
        <Text size="sm">{text}</Text>
        <FormFault
          text={ask.isError && Object.keys(form.errors).length === 0 ? errorText(ask.error) : form.errors['']}
        />
        <PasswordInput
          label={t('field.currentPassword')}
          visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Group>
          <Button type="submit" loading={ask.isPending}>
            {button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
