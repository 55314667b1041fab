import { type AccountLink, accountLinkSchema } from '@foyer/protocol/session';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { fieldErrors } from '../../api/field-errors.ts';
import { openAccountLink } from '../../api/me.ts';
import { errorText, isProblem, request } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Mark } from '../../ui/mark.tsx';
import { takeLinkToken } from './one-time-token.ts';
import { SecondFactorForm } from './second-factor-form.tsx';
import classes from './sign-in-page.module.css';

/** Where an invitation, or a link to a new password, leads: name, password, and in. */
export function WelcomePage() {
  const { t } = useTranslation('signIn');
  const [token] = useState(takeLinkToken);
  const link = useQuery({
    queryKey: ['accountLink'],
    queryFn: () => request('POST', '/account-links/look', accountLinkSchema, { token }),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const isGone = token === null || isProblem(link.error, 'not_found') || isProblem(link.error, 'invalid_request');
  const isInvitation = link.data?.purpose === 'invitation';
  const title = isGone ? t('linkGoneTitle') : isInvitation ? t('welcomeTitle') : t('resetTitle');
  useEffect(() => {
    document.title = `${title} — Foyer`;
  }, [title]);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1 className={classes.title}>{title}</h1>
        {isGone ? (
          <>
            <p className={classes.lead}>{t('linkGone')}</p>
            <Link href="/sign-in">{t('toSignIn')}</Link>
          </>
        ) : link.isPending ? (
          <Loading />
        ) : link.isError ? (
          <Failure error={link.error} onRetry={() => void link.refetch()} />
        ) : (
          <Begin token={token} link={link.data} />
        )}
      </div>
    </main>
  );
}

function Begin({ token, link }: { token: string; link: AccountLink }) {
  const { t } = useTranslation('signIn');
  const [, navigate] = useLocation();
  const [secondFactor, setSecondFactor] = useState<string | null>(null);
  const isInvitation = link.purpose === 'invitation';
  const form = useForm({ initialValues: { name: link.name, password: '' } });
  const begin = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) =>
      openAccountLink({ token, password, ...(isInvitation ? { name } : {}) }),
    onSuccess: (awaited) => {
      setSecondFactor(awaited);
      if (awaited === null) navigate('/visitors', { replace: true });
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'password'])),
  });
  if (secondFactor !== null)
    return (
      <>
        <p className={classes.lead}>{t('codeLead')}</p>
        <SecondFactorForm
          token={secondFactor}
          onBack={() => navigate('/sign-in')}
          onDone={() => navigate('/visitors', { replace: true })}
        />
      </>
    );
  return (
    <form onSubmit={form.onSubmit((values) => begin.mutate(values))}>
      <p className={classes.lead}>{t(isInvitation ? 'welcomeLead' : 'resetLead', { email: link.email })}</p>
      <Stack gap="sm">
        <FormFault
          text={begin.isError && Object.keys(form.errors).length === 0 ? errorText(begin.error) : form.errors['']}
        />
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
        {isInvitation ? (
          <TextInput
            label={t('name')}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={80}
            {...form.getInputProps('name')}
          />
        ) : null}
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
        <Button type="submit" size="sm" mt="xs" loading={begin.isPending}>
          {t('begin')}
        </Button>
      </Stack>
    </form>
  );
}
