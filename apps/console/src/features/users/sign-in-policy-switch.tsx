import { Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { changeSignInPolicy, refreshUsers, signInPolicyQuery } from './users-api.ts';

/** Whether administrators must have a second factor; takes effect at once. */
export function SignInPolicySwitch() {
  const { t } = useTranslation('users');
  const { t: tShell } = useTranslation('shell');
  const policy = useQuery(signInPolicyQuery);
  const change = useMutation({
    mutationFn: changeSignInPolicy,
    onSuccess: () => notifyDone(tShell('saved')),
    onSettled: () =>
      Promise.all([queryClient.invalidateQueries({ queryKey: signInPolicyQuery.queryKey }), refreshUsers()]),
  });
  if (!policy.data) return null;
  const field = 'administratorsNeedTwoFactor';
  const fault = change.error && (fieldErrors(change.error, [field])[field] ?? errorText(change.error));
  return (
    <Switch
      label={t('field.administratorsNeedTwoFactor')}
      description={t('field.administratorsNeedTwoFactorHint')}
      checked={policy.data.administratorsNeedTwoFactor}
      disabled={change.isPending}
      error={fault}
      onChange={(event) => change.mutate({ ...policy.data, administratorsNeedTwoFactor: event.currentTarget.checked })}
    />
  );
}
