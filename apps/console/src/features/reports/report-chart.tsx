import { type Report, type ReportDefinition, reportDefinitions } from '@foyer/protocol/report';
import { formatReportValue } from '@foyer/rules/format-report-value';
import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { HourGrid } from '../../ui/charts/hour-grid.tsx';
import { formatRange } from '../../ui/day-range.ts';
import { describeSeries } from './describe-series.ts';
import { formatShort } from './format-value.ts';
import { listHrefOf } from './list-address.ts';
import type { ReportView } from './report-address.ts';
import classes from './report-page.module.css';
import { rowLabel, stretchLabel, stretchMark, weekdayIds } from './row-label.ts';

const LineChart = lazy(async () => ({ default: (await import('../../ui/charts/line-chart.tsx')).LineChart }));
const WorldMap = lazy(async () => ({ default: (await import('../../ui/charts/world-map.tsx')).WorldMap }));

const shownBars = 12;

interface ReportChartProps {
  report: Report;
  view: ReportView;
  /** The column that bars, hours and the map show. */
  measure: string;
}

/** The picture of a report; the table below has all its figures. */
export function ReportChart(props: ReportChartProps) {
  const { chart }: ReportDefinition = reportDefinitions[props.report.id];
  switch (chart) {
    case 'lines':
      return <Lines {...props} />;
    case 'bars':
      return <Bars {...props} />;
    case 'hours':
      return <Hours {...props} />;
    case 'map':
      return <Countries {...props} />;
  }
}

function Lines({ report, view }: ReportChartProps) {
  const { t } = useTranslation('reports');
  const { columns }: ReportDefinition = reportDefinitions[report.id];
  const { marks, titles } = useMemo(() => {
    const stretches = report.rows.map(({ key, days }) => days ?? { from: key, to: key });
    return { marks: stretches.map(stretchMark), titles: stretches.map(stretchLabel) };
  }, [report.rows]);
  const series = useMemo(
    () =>
      view.measures.flatMap((measure) => {
        const index = columns.findIndex(({ id }) => id === measure);
        const column = columns[index];
        if (column === undefined) return [];
        return {
          id: column.id,
          label: column.title,
          scale: column.unit,
          values: report.rows.map(({ values }) => values[index] ?? null),
          before: report.before === null ? null : report.rows.map(({ before }) => before?.[index] ?? null),
          format: (value: number | null) => formatReportValue(value, column.unit, report.currency),
          formatShort: (value: number) => formatShort(value, column.unit, report.currency),
        };
      }),
    [report, columns, view.measures],
  );
  return (
    <Suspense fallback={<Skeleton height={284} />}>
      <LineChart
        label={describeSeries(series, titles, t)}
        marks={marks}
        titles={titles}
        series={series}
        beforeLabel={report.before === null ? null : formatRange(report.before)}
      />
    </Suspense>
  );
}

function Bars({ report, measure }: ReportChartProps) {
  const { t } = useTranslation('reports');
  const { index, column, format } = useMeasure(report, measure);
  const bars = report.rows
    .filter(({ values }) => (values[index] ?? 0) > 0)
    .toSorted((one, other) => (other.values[index] ?? 0) - (one.values[index] ?? 0))
    .slice(0, shownBars)
    .map((row) => {
      const before = report.before === null ? null : (row.before?.[index] ?? 0);
      return {
        key: row.key,
        label: rowLabel(report.id, row, t),
        value: row.values[index] ?? 0,
        before,
        words: format(row.values[index] ?? null),
        beforeWords: before === null ? null : t('beforeValue', { value: format(before) }),
      };
    });
  return <BarChart label={t('barsOf', { measure: column.title, count: bars.length })} bars={bars} />;
}

function Hours({ report, measure }: ReportChartProps) {
  const { t } = useTranslation('reports');
  const { index, column, format } = useMeasure(report, measure);
  const byKey = new Map(report.rows.map(({ key, values }) => [key, values[index] ?? 0]));
  return (
    <HourGrid
      label={t('hoursOf', { measure: column.title })}
      weekdays={weekdayIds.map((id) => t(`weekday.${id}`))}
      weekdayTitle={t('weekdayTitle')}
      valueAt={(weekday, hour) => byKey.get(`${weekday} ${hour}`) ?? 0}
      format={format}
    />
  );
}

function Countries({ report, view, measure }: ReportChartProps) {
  const { t } = useTranslation('reports');
  const [, navigate] = useLocation();
  const { index, column, format } = useMeasure(report, measure);
  const values = useMemo(
    () => new Map(report.rows.map((row) => [row.key.toUpperCase(), row.values[index] ?? 0])),
    [report.rows, index],
  );
  const open = (code: string) => {
    const row = report.rows.find(({ key }) => key.toUpperCase() === code);
    const href = row === undefined ? null : listHrefOf(report.id, row, view.range, view.filter);
    if (href !== null) navigate(href);
  };
  return (
    <Suspense fallback={<Skeleton className={classes.mapToCome ?? ''} />}>
      <WorldMap
        label={t('mapOf', { measure: column.title })}
        legend={column.title}
        values={values}
        format={format}
        onOpen={open}
      />
    </Suspense>
  );
}

function useMeasure(report: Report, measure: string) {
  const { columns }: ReportDefinition = reportDefinitions[report.id];
  const index = Math.max(
    0,
    columns.findIndex(({ id }) => id === measure),
  );
  const column = columns[index];
  if (column === undefined) throw new Error(`Report ${report.id} has no column`);
  return { index, column, format: (value: number | null) => formatReportValue(value, column.unit, report.currency) };
}
