import type { TwoFactorStart } from '@foyer/protocol/session';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { confirmTwoFactor, startTwoFactor } from './account-api.ts';
import { PasswordAgain } from './password-again.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './two-factor.module.css';

/** Password, QR code, first code, recovery codes. */
export function TwoFactorSetup({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('account');
  const [start, setStart] = useState<TwoFactorStart | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (start !== null) return <Scan start={start} onConfirmed={setCodes} />;
  return <PasswordAgain text={t('stepPassword')} button={t('next')} act={startTwoFactor} onDone={setStart} />;
}

function Scan({ start, onConfirmed }: { start: TwoFactorStart; onConfirmed: (codes: string[]) => void }) {
  const { t } = useTranslation('account');
  const form = useForm({ initialValues: { code: '' } });
  const confirm = useMutation({
    mutationFn: confirmTwoFactor,
    onSuccess: onConfirmed,
    onError: (error) => form.setErrors(fieldErrors(error, ['code'])),
  });
  return (
    <form onSubmit={form.onSubmit(({ code }) => confirm.mutate(code))}>
      <Stack gap="sm">
        <Text size="sm">{t('stepScan')}</Text>
        <img
          className={classes.qr}
          alt={t('qrLabel')}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(start.qr)}`}
        />
        <Text size="sm" c="dimmed">
          {t('cannotScan')}
        </Text>
        <CopyLine label={t('keyLabel')} text={start.secret} />
        <FormFault
          text={confirm.isError && Object.keys(form.errors).length === 0 ? errorText(confirm.error) : form.errors['']}
        />
        <TextInput
          label={t('field.code')}
          description={t('field.codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          minLength={6}
          maxLength={7}
          {...form.getInputProps('code')}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t('confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
