import {
  type Report,
  type ReportDefinition,
  type ReportId,
  reportDefinitions,
  reportGroups,
  reportIds,
} from '@foyer/protocol/report';
import { Button, Select } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { toSearch } from '../../api/address-query.ts';
import { useSiteId } from '../../api/current-site.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { type DayRange, daysIn, rangeOf } from '../../ui/day-range.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { SavedViews } from '../saved-views/saved-views.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { MeasureChoice } from './measure-choice.tsx';
import { keptView, type ReportView, readView, reportHref } from './report-address.ts';
import { ReportBar } from './report-bar.tsx';
import { ReportChart } from './report-chart.tsx';
import { ReportList } from './report-list.tsx';
import classes from './report-page.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportTabs } from './report-tabs.tsx';
import { reportQuery } from './reports-api.ts';

/** One report: what it is made over, its picture and its figures. All of it stands in the address. */
export function ReportPage({ id }: { id: ReportId }) {
  const { t } = useTranslation('reports');
  const siteId = useSiteId();
  const isNarrow = useIsNarrow();
  const [, navigate] = useLocation();
  const search = useSearch();
  const view = readView(id, search, useSiteToday());
  const { title, about } = reportDefinitions[id];
  usePageTitle(title);
  const report = useQuery(reportQuery(siteId, id, view));
  const change = (part: Partial<ReportView>) => navigate(reportHref(id, { ...view, ...part }), { replace: true });
  const hrefOf = (other: ReportId) => reportHref(other, keptView(view, id, other));
  return (
    <Page title={t('title')} about={<ReportTabs />}>
      <div className={classes.both}>
        {isNarrow ? null : <ReportList chosen={id} hrefOf={hrefOf} />}
        <div className={classes.report}>
          {isNarrow ? (
            <Select
              className={classes.choice ?? ''}
              aria-label={t('list')}
              value={id}
              searchable
              allowDeselect={false}
              data={reportGroups.map((group) => ({
                group: t(`group.${group}`),
                items: reportIds
                  .filter((one) => reportDefinitions[one].group === group)
                  .map((one) => ({ value: one, label: reportDefinitions[one].title })),
              }))}
              onChange={(one) => navigate(hrefOf(one as ReportId))}
            />
          ) : null}
          <header className={classes.head}>
            <h2 className={classes.title}>{title}</h2>
            <p className={classes.about}>{about}</p>
            <SavedViews
              list="report"
              value={{ report: id, ...Object.fromEntries(new URLSearchParams(search)) }}
              onOpen={({ report: other = id, ...query }) => navigate(`/reports/${other}${toSearch(query)}`)}
            />
          </header>
          <ReportBar id={id} view={view} onChange={change} />
          {report.isPending ? (
            <Loading />
          ) : report.isError ? (
            <Failure error={report.error} onRetry={() => void report.refetch()} />
          ) : (
            <div aria-busy={report.isPlaceholderData} className={classes.body}>
              <Answer report={report.data} view={view} onChange={change} />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}

interface AnswerProps {
  report: Report;
  view: ReportView;
  onChange: (change: Partial<ReportView>) => void;
}

function Answer({ report, view, onChange }: AnswerProps) {
  const { t } = useTranslation('reports');
  const { columns, chart }: ReportDefinition = reportDefinitions[report.id];
  const isNothing = [...report.rows, report.totals].every(({ values }) => values.every((value) => !value));
  if (isNothing) return <Nothing view={view} onChange={onChange} />;
  const measure = columns.some(({ id }) => id === view.sort) ? view.sort : (columns[0]?.id ?? '');
  return (
    <>
      <section className={classes.chart} aria-label={t('chart')}>
        <MeasureChoice
          id={report.id}
          chosen={chart === 'lines' ? view.measures : [measure]}
          onChange={(chosen) =>
            onChange(chart === 'lines' ? { measures: chosen } : { sort: chosen[0] ?? measure, direction: 'descending' })
          }
        />
        <ReportChart report={report} view={view} measure={measure} />
      </section>
      <ReportTable report={report} view={view} onSort={onChange} />
      <footer className={classes.foot}>
        {report.rest === null || view.isWhole ? null : (
          <Button variant="default" onClick={() => onChange({ isWhole: true })}>
            {t('showAll', { count: report.rows.length + report.rest.rows })}
          </Button>
        )}
        <span>{t(`source.${report.source}`)}</span>
      </footer>
    </>
  );
}

function Nothing({ view, onChange }: Omit<AnswerProps, 'report'>) {
  const { t } = useTranslation('reports');
  const today = useSiteToday();
  const longer: DayRange = rangeOf(daysIn(view.range) < 30 ? 'last30Days' : 'thisYear', today);
  return (
    <Empty
      icon={<IconChartBar size={22} />}
      title={t('empty.title')}
      actions={
        <>
          {daysIn(longer) <= daysIn(view.range) ? null : (
            <Button variant="default" onClick={() => onChange({ range: longer })}>
              {t(daysIn(view.range) < 30 ? 'empty.last30Days' : 'empty.thisYear')}
            </Button>
          )}
          {view.filter === null ? null : (
            <Button variant="default" onClick={() => onChange({ filter: null })}>
              {t('empty.withoutFilter')}
            </Button>
          )}
        </>
      }
    >
      {t(view.filter === null ? 'empty.text' : 'empty.filtered')}
    </Empty>
  );
}
