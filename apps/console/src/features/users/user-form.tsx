import { type Operator, type Role, roles } from '@foyer/protocol/operator';
import { MultiSelect, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { sitesQuery } from '../sites/sites-api.ts';
import { changeUser, createUser, refreshUsers } from './users-api.ts';

const fieldPaths = ['name', 'email', 'password', 'role', 'siteIds', 'maxChats', 'disabled'];

interface UserValues {
  name: string;
  email: string;
  password: string;
  role: Role;
  siteIds: string[];
  maxChats: number | string;
  disabled: boolean;
}

interface UserFormProps {
  /** Null: a new one. */
  user: Operator | null;
  onClose: () => void;
}

/** Adds or changes a user. */
export function UserForm({ user, onClose }: UserFormProps) {
  const { t } = useTranslation('users');
  const { t: tShell } = useTranslation('shell');
  const sites = useQuery(sitesQuery);
  const form = useForm<UserValues>({
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      password: '',
      role: user?.role ?? 'operator',
      siteIds: user?.siteIds ?? [],
      maxChats: user?.maxChats ?? 0,
      disabled: user?.disabled ?? false,
    },
  });
  const save = useMutation({
    mutationFn: (values: UserValues) => {
      const { email, password, disabled } = values;
      const input = {
        name: values.name,
        role: values.role,
        siteIds: values.siteIds,
        maxChats: Number(values.maxChats),
      };
      if (user === null) return createUser({ ...input, email, password });
      return changeUser(user.id, {
        ...input,
        disabled,
        version: user.version,
        ...(password === '' ? {} : { password }),
      });
    },
    onSuccess: () => {
      notifyDone(tShell('saved'));
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
    onSettled: refreshUsers,
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('field.email')}
          type="email"
          required={user === null}
          withAsterisk={false}
          disabled={user !== null}
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={user === null ? t('field.password') : t('field.newPassword')}
          description={user === null ? t('field.passwordHint') : t('field.newPasswordHint')}
          required={user === null}
          withAsterisk={false}
          minLength={10}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Select
          label={t('field.role')}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          {...form.getInputProps('role')}
        />
        {form.values.role === 'administrator' ? null : (
          <MultiSelect
            label={t('field.sites')}
            searchable
            data={sites.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            {...form.getInputProps('siteIds')}
          />
        )}
        <NumberInput
          label={t('field.maxChats')}
          description={t('field.maxChatsHint')}
          allowDecimal={false}
          min={0}
          max={100}
          hideControls
          {...form.getInputProps('maxChats')}
        />
        {user === null ? null : (
          <Switch
            label={t('field.disabled')}
            description={t('field.disabledHint')}
            {...form.getInputProps('disabled', { type: 'checkbox' })}
          />
        )}
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          void refreshUsers();
          onClose();
        }}
        onCancel={onClose}
      />
    </form>
  );
}
