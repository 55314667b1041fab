import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentsQuery } from '../departments/departments-api.ts';

interface DepartmentFilterProps {
  siteId: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** Chats of one department alone; nothing where the site has none. */
export function DepartmentFilter({ siteId, value, onChange }: DepartmentFilterProps) {
  const { t } = useTranslation('routing');
  const { data = [] } = useQuery(departmentsQuery(siteId));
  if (data.length === 0) return null;
  return (
    <Select
      aria-label={t('departmentFilter')}
      placeholder={t('allDepartments')}
      size="xs"
      w={150}
      clearable
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
