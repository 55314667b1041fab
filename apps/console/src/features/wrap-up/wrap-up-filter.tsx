import { listOptions } from '@foyer/protocol/wrap-up';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wrapUpQuery } from './wrap-up-api.ts';

interface WrapUpFilterProps {
  siteId: string;
  /** Id of an option or branch; null: any. */
  value: string | null;
  onChange: (optionId: string | null) => void;
}

/** Keeps a list to chats of one wrap-up, or of a branch; not there where the site has no options. */
export function WrapUpFilter({ siteId, value, onChange }: WrapUpFilterProps) {
  const { t } = useTranslation('wrapUp');
  const options = useQuery(wrapUpQuery(siteId)).data?.options ?? [];
  if (options.length === 0) return null;
  return (
    <Select
      aria-label={t('filter')}
      placeholder={t('anyWrapUp')}
      size="xs"
      w={160}
      clearable
      searchable
      nothingFoundMessage={t('nothingFound')}
      data={listOptions(options).map(({ option, path }) => ({
        value: option.id,
        label: path.map(({ label }) => label).join(' › '),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
