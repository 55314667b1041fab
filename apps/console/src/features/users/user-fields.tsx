import { type Role, roles } from '@foyer/protocol/operator';
import { MultiSelect, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSite } from '../../api/current-site.ts';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import { sitesQuery } from '../sites/sites-api.ts';

/** What the forms of a user have in common. */
export interface UserValues {
  name: string;
  email: string;
  role: Role;
  siteIds: string[];
  departmentIds: string[];
  skillIds: string[];
  maxChats: number | string;
}

export const userFieldPaths = ['name', 'email', 'role', 'siteIds', 'departmentIds', 'skillIds', 'maxChats'];

interface UserFieldsProps<T extends UserValues> {
  form: UseFormReturnType<T>;
  isEmailFixed: boolean;
  children?: ReactNode;
}

/** Who they are, what they may do, and where. */
export function UserFields<T extends UserValues>({ form, isEmailFixed, children }: UserFieldsProps<T>) {
  const { t } = useTranslation('users');
  const sites = useQuery(sitesQuery);
  return (
    <Stack gap="md">
      <TextInput
        label={t('field.name')}
        description={t('field.nameHint')}
        required
        withAsterisk={false}
        maxLength={80}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('field.email')}
        description={isEmailFixed ? t('field.emailFixedHint') : t('field.emailHint')}
        inputMode="email"
        required={!isEmailFixed}
        withAsterisk={false}
        readOnly={isEmailFixed}
        variant={isEmailFixed ? 'filled' : 'default'}
        autoComplete="off"
        {...form.getInputProps('email')}
      />
      <Radio.Group label={t('field.role')} {...form.getInputProps('role')}>
        <Stack gap="xs" mt={4}>
          {roles.map((role) => (
            <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`roleHint.${role}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.role === 'administrator' ? null : (
        <MultiSelect
          label={t('field.sites')}
          description={t('field.sitesHint')}
          searchable
          data={sites.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          {...form.getInputProps('siteIds')}
        />
      )}
      <Memberships form={form} />
      <NumberInput
        label={t('field.maxChats')}
        description={t('field.maxChatsHint')}
        allowDecimal={false}
        min={0}
        max={100}
        hideControls
        maw="16rem"
        {...form.getInputProps('maxChats')}
      />
      {children}
    </Stack>
  );
}

/** Departments and skills of the site one looks at; those of other sites stay as they are. */
function Memberships<T extends UserValues>({ form }: { form: UseFormReturnType<T> }) {
  const { t } = useTranslation('users');
  const site = useSite();
  const departments = useQuery({ ...departmentsQuery(site?.id ?? ''), enabled: site !== null });
  const skills = useQuery({ ...skillsQuery(site?.id ?? ''), enabled: site !== null });
  if (site === null) return null;
  const hasAny = (departments.data?.length ?? 0) + (skills.data?.length ?? 0) > 0;
  if (!hasAny) return null;
  if (form.values.role !== 'administrator' && !form.values.siteIds.includes(site.id))
    return (
      <Text size="sm" c="dimmed">
        {t('field.notHereHint', { site: site.name })}
      </Text>
    );
  const choice = (field: 'departmentIds' | 'skillIds', label: string, list: { id: string; name: string }[]) => {
    const { value: _value, onChange: _onChange, ...rest } = form.getInputProps(field);
    const here = new Set(list.map(({ id }) => id));
    const chosen = form.values[field];
    return list.length === 0 ? null : (
      <MultiSelect
        label={label}
        searchable
        data={list.map(({ id, name }) => ({ value: id, label: name }))}
        {...rest}
        value={chosen.filter((id) => here.has(id))}
        onChange={(ids) => form.setValues({ [field]: [...chosen.filter((id) => !here.has(id)), ...ids] } as Partial<T>)}
      />
    );
  };
  return (
    <>
      {choice('departmentIds', t('field.departments', { site: site.name }), departments.data ?? [])}
      {choice('skillIds', t('field.skills', { site: site.name }), skills.data ?? [])}
    </>
  );
}
