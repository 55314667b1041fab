import { Button, MultiSelect, Popover, Select, Stack } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AddressFields } from '../../api/address-query.ts';
import { formatElapsed } from '../../ui/elapsed.ts';
import { colleaguesQuery } from '../team/team-api.ts';

interface ChatMoreFiltersProps {
  siteId: string;
  fields: AddressFields;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

const own = ['operator', 'outcome', 'rating', 'waitedSeconds'];
const waits = [30, 60, 120, 300, 600, 1800];

/** What chats are narrowed by less often. */
export function ChatMoreFilters({ siteId, fields, onChange }: ChatMoreFiltersProps) {
  const { t } = useTranslation('inbox');
  const everybody = useQuery(colleaguesQuery).data ?? [];
  const staff = everybody.filter(({ siteIds }) => siteIds === null || siteIds.includes(siteId));
  const count = own.filter((name) => fields[name] !== undefined).length;
  // Lists open inside the popover: outside of it, a click would close it.
  const inside = { comboboxProps: { withinPortal: false } };
  return (
    <Popover position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          aria-label={count === 0 ? t('moreFilters') : t('moreFiltersOn', { count })}
        >
          {t('moreFilters')}
          {count === 0 ? '' : ` · ${count}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('moreFilters')}>
        <Stack gap="xs" w={240}>
          <Select
            {...inside}
            size="xs"
            clearable
            searchable
            label={t('column.operator')}
            placeholder={t('anybody')}
            data={staff.map(({ id, name }) => ({ value: id, label: name }))}
            value={fields.operator ?? null}
            onChange={(operator) => onChange({ operator })}
          />
          <Select
            {...inside}
            size="xs"
            clearable
            label={t('outcome')}
            placeholder={t('anyOutcome')}
            data={[
              { value: 'taken', label: t('taken') },
              { value: 'missed', label: t('state.missed') },
            ]}
            value={fields.outcome ?? null}
            onChange={(outcome) => onChange({ outcome })}
          />
          <MultiSelect
            {...inside}
            size="xs"
            clearable
            label={t('rating')}
            data={['5', '4', '3', '2', '1']}
            value={fields.rating?.split(',') ?? []}
            onChange={(ratings) => onChange({ rating: ratings.join(',') || null })}
          />
          <Select
            {...inside}
            size="xs"
            clearable
            label={t('waitedAtLeast')}
            placeholder={t('anyWait')}
            data={waits.map((seconds) => ({ value: String(seconds), label: formatElapsed(seconds * 1000) }))}
            value={fields.waitedSeconds ?? null}
            onChange={(waitedSeconds) => onChange({ waitedSeconds })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
