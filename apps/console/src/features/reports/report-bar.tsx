import { maxReportDays, type ReportDefinition, type ReportId, reportDefinitions } from '@foyer/protocol/report';
import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { RangePicker } from '../../ui/range-picker.tsx';
import { ExportMenu } from '../exports/export-menu.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import type { ReportView } from './report-address.ts';
import classes from './report-page.module.css';
import { exportAddress } from './reports-api.ts';

interface ReportBarProps {
  id: ReportId;
  view: ReportView;
  onChange: (change: Partial<ReportView>) => void;
}

/** What a report is made over: days, what they are compared with, the grain of time, and a filter. */
export function ReportBar({ id, view, onChange }: ReportBarProps) {
  const { t } = useTranslation('reports');
  const siteId = useSiteId();
  const today = useSiteToday();
  const { rows }: ReportDefinition = reportDefinitions[id];
  return (
    <div className={classes.bar}>
      <RangePicker value={view.range} onChange={(range) => onChange({ range })} today={today} maxDays={maxReportDays} />
      <Select
        size="xs"
        w={190}
        aria-label={t('compare.label')}
        allowDeselect={false}
        value={view.compare}
        data={(['none', 'before', 'yearBefore'] as const).map((value) => ({ value, label: t(`compare.${value}`) }))}
        onChange={(compare) => onChange({ compare: (compare ?? 'none') as ReportView['compare'] })}
      />
      {rows === 'day' ? (
        <SegmentedControl
          size="xs"
          aria-label={t('grain.label')}
          value={view.grain}
          data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`grain.${value}`) }))}
          onChange={(grain) => onChange({ grain: grain as ReportView['grain'] })}
        />
      ) : null}
      <FilterBar siteId={siteId} value={view.filter} onChange={(filter) => onChange({ filter })} />
      <ExportMenu address={exportAddress(siteId, id, view)} />
    </div>
  );
}
