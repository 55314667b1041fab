import { pageOf } from '@foyer/protocol/cursor';
import { type LiveVisit, liveVisitSchema, type StoredVisit, visitSchema } from '@foyer/protocol/visit';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { itemsOf, request } from '../../api/rest-client.ts';
import { formatMoment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';

const shown = 100;
const liveVisits = itemsOf(liveVisitSchema);
const visitPage = pageOf(visitSchema);

interface VisitPickerProps {
  siteId: string;
  /** Null: none is chosen. */
  value: string | null;
  onChange: (visitId: string | null) => void;
}

/** Chooses one of the recent visits, those who are on the site now first. Searches names, places and pages. */
export function VisitPicker({ siteId, value, onChange }: VisitPickerProps) {
  const { t } = useTranslation('conditions');
  const live = useQuery({
    queryKey: ['site', siteId, 'liveVisits', 'picker'],
    queryFn: () => request('GET', `/sites/${siteId}/live-visits?limit=${shown}`, liveVisits),
  });
  const recent = useQuery({
    queryKey: ['site', siteId, 'visits', 'picker'],
    queryFn: () => request('GET', `/sites/${siteId}/visits?limit=${shown}`, visitPage),
  });
  const now = live.data ?? [];
  const present = new Set(now.map(({ visitId }) => visitId));
  const earlier = recent.data?.items.filter(({ id }) => !present.has(id)) ?? [];
  const data = [
    { group: t('picker.live'), items: now.map((visit) => ({ value: visit.visitId, label: labelOfLive(visit) })) },
    { group: t('picker.earlier'), items: earlier.map((visit) => ({ value: visit.id, label: labelOfStored(visit) })) },
  ];
  return (
    <Select
      size="xs"
      label={t('picker.label')}
      placeholder={t('picker.placeholder')}
      data={data}
      searchable
      clearable
      nothingFoundMessage={now.length + earlier.length === 0 ? t('picker.none') : t('picker.nothingFound')}
      comboboxProps={{ keepMounted: false }}
      clearButtonProps={{ 'aria-label': t('picker.clear') }}
      value={value}
      onChange={onChange}
      onDropdownOpen={() => {
        void live.refetch();
        void recent.refetch();
      }}
    />
  );
}

function labelOfLive(visit: LiveVisit): string {
  return [visitorLabel(visit), visit.organisation, shortUrl(visit.pageUrl), formatMoment(visit.startedAt, Date.now())]
    .filter(Boolean)
    .join(' · ');
}

function labelOfStored(visit: StoredVisit): string {
  return [
    visitorLabel({ name: null, country: visit.country }),
    visit.organisation,
    shortUrl(visit.entryPage),
    formatMoment(visit.startedAt, Date.now()),
  ]
    .filter(Boolean)
    .join(' · ');
}
