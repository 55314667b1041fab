import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/me.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { Loading } from '../../ui/loading.tsx';
import { Mark } from '../../ui/mark.tsx';
import { hasOneTimeToken, takeOneTimeToken } from './one-time-token.ts';
import { SecondFactorForm } from './second-factor-form.tsx';
import classes from './sign-in-page.module.css';

/** Signs in by e-mail and password, or at once by the one-time token in the address. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const byToken = useMutation({ mutationFn: (oneTimeToken: string) => signIn({ oneTimeToken }) });
  const { mutate } = byToken;
  const [secondFactor, setSecondFactor] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('title')} — Foyer`;
    const token = takeOneTimeToken();
    if (token !== null) mutate(token);
  }, [mutate, t]);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1 className={classes.title}>{t('title')}</h1>
        <p className={classes.lead}>
          {byToken.isPending || hasOneTimeToken() ? t('once') : secondFactor === null ? t('lead') : t('codeLead')}
        </p>
        {byToken.isPending ? (
          <Loading />
        ) : secondFactor !== null ? (
          <SecondFactorForm token={secondFactor} onBack={() => setSecondFactor(null)} />
        ) : (
          <PasswordForm
            notice={byToken.isError ? tokenFault(byToken.error, t('onceFailed')) : null}
            onSecondFactor={setSecondFactor}
          />
        )}
      </div>
    </main>
  );
}

function tokenFault(error: unknown, refused: string): string {
  return isProblem(error, 'not_signed_in') || isProblem(error, 'invalid_request') ? refused : errorText(error);
}

interface PasswordFormProps {
  notice: string | null;
  /** The password was right; the code is asked for next. */
  onSecondFactor: (token: string | null) => void;
}

function PasswordForm({ notice, onSecondFactor }: PasswordFormProps) {
  const { t } = useTranslation('signIn');
  const form = useForm({ initialValues: { email: '', password: '' } });
  const byPassword = useMutation({ mutationFn: signIn, onSuccess: onSecondFactor });
  const fault = byPassword.error;
  const isWrong = isProblem(fault, 'not_signed_in') || isProblem(fault, 'invalid_request');
  return (
    <form onSubmit={form.onSubmit((values) => byPassword.mutate(values))}>
      <Stack gap="sm">
        {notice === null ? null : <Alert color="yellow">{notice}</Alert>}
        {fault === null ? null : (
          <Alert color="red" role="alert">
            {isWrong ? t('wrong') : errorText(fault)}
          </Alert>
        )}
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('password')}
          visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="sm" mt="xs" loading={byPassword.isPending}>
          {t('submit')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('forgotten')}
        </Text>
      </Stack>
    </form>
  );
}
