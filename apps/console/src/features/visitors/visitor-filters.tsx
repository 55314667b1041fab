import { type LiveVisit, visitStates } from '@foyer/protocol/visit';
import { Button, CloseButton, MultiSelect, Popover, Stack, Switch, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { countryName } from '../../ui/country-name.ts';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { countFilters, noFilter, type VisitorFilter } from './live-view.ts';
import classes from './visitor-filters.module.css';

interface VisitorFiltersProps {
  filter: VisitorFilter;
  onChange: (filter: VisitorFilter) => void;
  /** Those on the screen: their countries are offered. */
  rows: LiveVisit[];
}

/** Narrows the live list; the server does the filtering. */
export function VisitorFilters({ filter, onChange, rows }: VisitorFiltersProps) {
  const { t } = useTranslation('visitors');
  const count = countFilters(filter);
  return (
    <search className={classes.filters}>
      <TextInput
        size="xs"
        aria-label={t('filter')}
        placeholder={t('filterPlaceholder')}
        maxLength={200}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          filter.text === '' ? null : (
            <CloseButton size="xs" aria-label={t('clearFilters')} onClick={() => onChange({ ...filter, text: '' })} />
          )
        }
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        className={classes.text ?? ''}
      />
      <Popover position="bottom-end" width={300} trapFocus shadow="md">
        <Popover.Target>
          <Button
            variant={count > 0 ? 'light' : 'default'}
            leftSection={<IconFilter size={14} aria-hidden />}
            aria-label={count > 0 ? t('filtersOn', { count }) : t('filters')}
          >
            {t('filters')}
            {count > 0 ? ` · ${count}` : ''}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('filters')}>
          <Choices filter={filter} onChange={onChange} rows={rows} />
        </Popover.Dropdown>
      </Popover>
    </search>
  );
}

function Choices({ filter, onChange, rows }: VisitorFiltersProps) {
  const { t } = useTranslation('visitors');
  const alerts = useQuery(alertsQuery(useSiteId()));
  const countries = useSeenCountries(rows, filter.countries);
  const inPopover = { comboboxProps: { withinPortal: false }, size: 'xs' } as const;
  return (
    <Stack gap="sm">
      <MultiSelect
        {...inPopover}
        label={t('states')}
        placeholder={filter.states.length === 0 ? t('anyValue') : ''}
        data={visitStates.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        value={filter.states}
        onChange={(states) => onChange({ ...filter, states: visitStates.filter((one) => states.includes(one)) })}
      />
      <MultiSelect
        {...inPopover}
        label={t('countries')}
        placeholder={filter.countries.length === 0 ? t('anyValue') : ''}
        searchable
        data={countries.map((code) => ({ value: code, label: countryName(code) }))}
        value={filter.countries}
        onChange={(values) => onChange({ ...filter, countries: values })}
      />
      {alerts.data === undefined ? null : (
        <MultiSelect
          {...inPopover}
          label={t('alerts')}
          placeholder={filter.alertIds.length === 0 ? t('anyValue') : ''}
          searchable
          data={alerts.data.items.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.alertIds}
          onChange={(alertIds) => onChange({ ...filter, alertIds })}
        />
      )}
      <Switch
        size="xs"
        label={t('newOnly')}
        checked={filter.newOnly}
        onChange={(event) => onChange({ ...filter, newOnly: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label={t('withChat')}
        checked={filter.withChat}
        onChange={(event) => onChange({ ...filter, withChat: event.currentTarget.checked })}
      />
      <Button variant="subtle" onClick={() => onChange({ ...noFilter, text: filter.text })}>
        {t('clearFilters')}
      </Button>
    </Stack>
  );
}

/** Countries seen in the list so far, by name. */
function useSeenCountries(rows: LiveVisit[], chosen: string[]): string[] {
  const seen = useRef(new Set<string>());
  for (const code of [...chosen, ...rows.flatMap((row) => row.country ?? [])]) seen.current.add(code);
  return [...seen.current].sort((a, b) => countryName(a).localeCompare(countryName(b)));
}
