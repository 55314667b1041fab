import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '../users/users-api.ts';

/** Which operators of a site belong to something. */
export function OperatorChoice({ siteId, ...props }: { siteId: string } & ComponentProps<typeof MultiSelect>) {
  const { t } = useTranslation('departments');
  const users = useQuery(usersQuery);
  const staff = users.data?.filter((user) => user.role === 'administrator' || user.siteIds.includes(siteId)) ?? [];
  return (
    <MultiSelect
      label={t('field.operators')}
      description={t('field.operatorsHint')}
      searchable
      clearable
      data={staff.map(({ id, name }) => ({ value: id, label: name }))}
      {...props}
    />
  );
}
