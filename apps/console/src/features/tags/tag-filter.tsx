import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagsQuery } from './tags-api.ts';

interface TagFilterProps {
  siteId: string;
  /** Id of a tag; null: any. */
  value: string | null;
  onChange: (tagId: string | null) => void;
}

/** Keeps a list to chats that carry one tag; not there where the site has none. */
export function TagFilter({ siteId, value, onChange }: TagFilterProps) {
  const { t } = useTranslation('tags');
  const tags = useQuery(tagsQuery(siteId)).data?.items ?? [];
  if (tags.length === 0) return null;
  return (
    <Select
      aria-label={t('filter')}
      placeholder={t('anyTag')}
      size="xs"
      w={140}
      clearable
      searchable
      nothingFoundMessage={t('nothingFound')}
      data={tags.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
