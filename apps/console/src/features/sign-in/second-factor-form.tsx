import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { sendSecondFactor } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';

interface SecondFactorFormProps {
  token: string;
  onBack: () => void;
  onDone?: () => void;
}

/** The second step of signing in. */
export function SecondFactorForm({ token, onBack, onDone }: SecondFactorFormProps) {
  const { t } = useTranslation('signIn');
  const form = useForm({ initialValues: { code: '' } });
  const send = useMutation({
    mutationFn: (code: string) => sendSecondFactor(token, code),
    onSuccess: () => onDone?.(),
    onError: (error) => form.setErrors(fieldErrors(error, ['code'])),
  });
  return (
    <form onSubmit={form.onSubmit(({ code }) => send.mutate(code))}>
      <Stack gap="sm">
        {send.isError && Object.keys(form.errors).length === 0 ? (
          <Alert color="red" role="alert">
            {errorText(send.error)}
          </Alert>
        ) : null}
        <TextInput
          label={t('code')}
          description={t('codeHint')}
          autoComplete="one-time-code"
          autoFocus
          required
          withAsterisk={false}
          minLength={6}
          maxLength={20}
          {...form.getInputProps('code')}
        />
        <Button type="submit" size="sm" mt="xs" loading={send.isPending}>
          {t('codeSubmit')}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {t('otherAccount')}
        </Button>
      </Stack>
    </form>
  );
}
