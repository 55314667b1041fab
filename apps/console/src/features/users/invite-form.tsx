import type { SentLink } from '@foyer/protocol/operator';
import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSite } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { MailChoice } from './mail-choice.tsx';
import { UserFields, type UserValues, userFieldPaths } from './user-fields.tsx';
import { inviteUser, refreshUsers } from './users-api.ts';

interface InviteFormProps {
  onSent: (sent: SentLink) => void;
  onCancel: () => void;
}

/** Invites a user: who they are, what they may do, how the link reaches them. */
export function InviteForm({ onSent, onCancel }: InviteFormProps) {
  const { t } = useTranslation('users');
  const { t: tShell } = useTranslation('shell');
  const site = useSite();
  const form = useForm<UserValues & { mailSiteId: string }>({
    initialValues: {
      name: '',
      email: '',
      role: 'operator',
      siteIds: site === null ? [] : [site.id],
      departmentIds: [],
      skillIds: [],
      maxChats: 0,
      mailSiteId: '',
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const invite = useMutation({
    mutationFn: (values: typeof form.values) =>
      inviteUser({
        ...values,
        siteIds: values.role === 'administrator' ? [] : values.siteIds,
        maxChats: Number(values.maxChats),
        mailSiteId: values.mailSiteId === '' ? null : values.mailSiteId,
      }),
    onSuccess: (sent) => {
      letGo();
      onSent(sent);
    },
    onError: (error) => form.setErrors(fieldErrors(error, [...userFieldPaths, 'mailSiteId'])),
    onSettled: refreshUsers,
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => invite.mutate(values))}>
      <UserFields form={form} isEmailFixed={false}>
        <MailChoice
          value={form.values.mailSiteId}
          onChange={(siteId) => form.setFieldValue('mailSiteId', siteId)}
          error={form.errors.mailSiteId}
        />
        <FormFault
          text={invite.isError && Object.keys(form.errors).length === 0 ? errorText(invite.error) : form.errors['']}
        />
        <Group gap="xs">
          <Button type="submit" loading={invite.isPending}>
            {t('invite')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              letGo();
              onCancel();
            }}
          >
            {tShell('cancel')}
          </Button>
        </Group>
      </UserFields>
    </form>
  );
}
