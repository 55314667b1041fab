import type { User } from '@foyer/protocol/operator';
import { Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { UserFields, type UserValues, userFieldPaths } from './user-fields.tsx';
import { changeUser, refreshUsers } from './users-api.ts';

type Values = UserValues & { disabled: boolean };

function valuesOf(user: User): Values {
  const { name, email, role, siteIds, departmentIds, skillIds, maxChats, disabled } = user;
  return { name, email, role, siteIds, departmentIds, skillIds, maxChats, disabled };
}

/** Changes a user. `onReload`: begins anew with what the server has now. */
export function UserForm({ user, onReload }: { user: User; onReload: () => void }) {
  const { t } = useTranslation('users');
  const { t: tShell } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(user.version);
  const form = useForm<Values>({ initialValues: valuesOf(user) });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: ({ email: _email, ...values }: Values) =>
      changeUser(user.id, {
        ...values,
        siteIds: values.role === 'administrator' ? [] : values.siteIds,
        maxChats: Number(values.maxChats),
        version,
      }),
    onSuccess: (saved) => {
      setVersion(saved.version);
      form.setInitialValues(valuesOf(saved));
      form.setValues(valuesOf(saved));
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, [...userFieldPaths, 'disabled'])),
    onSettled: refreshUsers,
  });
  const hasFieldFaults = Object.keys(form.errors).length > 0;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <UserFields form={form} isEmailFixed>
        <Switch
          label={t('field.disabled')}
          description={t('field.disabledHint')}
          {...form.getInputProps('disabled', { type: 'checkbox' })}
        />
      </UserFields>
      <SaveBar
        // The last administrator is told beside the field; only what names none is somebody else's change.
        error={hasFieldFaults ? null : save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={hasFieldFaults}
        onReload={onReload}
      />
    </form>
  );
}
