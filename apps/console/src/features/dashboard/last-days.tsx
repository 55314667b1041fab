import { type Report, type ReportId, reportDefinitions } from '@foyer/protocol/report';
import { formatReportValue } from '@foyer/rules/format-report-value';
import { Button } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMe } from '../../api/me.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { type DayRange, rangeOf } from '../../ui/day-range.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { readView, reportHref } from '../reports/report-address.ts';
import { ReportChart } from '../reports/report-chart.tsx';
import { rowLabel } from '../reports/row-label.ts';
import { topQuery } from './dashboard-api.ts';
import classes from './dashboard-page.module.css';
import { Part } from './part.tsx';

const shownRows = 5;

/** Visits of the last 30 days as a line, and what comes first among pages, referrers and countries. */
export function LastDays({ siteId }: { siteId: string }) {
  const { t } = useTranslation('dashboard');
  const range = rangeOf('last30Days', useSiteToday());
  return (
    <>
      <Top siteId={siteId} id="visits" range={range} title={t('visits30')}>
        {(report) =>
          report.totals.values.some((value) => value) ? (
            <ReportChart report={report} view={readView('visits', '', range.to)} measure="visits" />
          ) : (
            <NothingYet />
          )
        }
      </Top>
      <div className={classes.triple}>
        {(['entry-pages', 'referrers', 'countries'] as const).map((id) => (
          <Top key={id} siteId={siteId} id={id} range={range} title={reportDefinitions[id].title}>
            {(report) => <TopRows report={report} />}
          </Top>
        ))}
      </div>
    </>
  );
}

interface TopProps {
  siteId: string;
  id: ReportId;
  range: DayRange;
  title: string;
  children: (report: Report) => ReactNode;
}

function Top({ siteId, id, range, title, children }: TopProps) {
  const { t } = useTranslation('dashboard');
  const report = useQuery(topQuery(siteId, id, range, shownRows));
  return (
    <Part
      title={title}
      about={t('last30Days')}
      more={
        <Link href={reportHref(id, { range })} className={classes.more} aria-label={t('toReport', { title })}>
          {t('all')}
        </Link>
      }
    >
      {report.data !== undefined ? (
        children(report.data)
      ) : report.isPending ? (
        <Loading />
      ) : (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      )}
    </Part>
  );
}

function TopRows({ report }: { report: Report }) {
  const { t } = useTranslation('dashboard');
  const { t: tReports } = useTranslation('reports');
  const rows = report.rows.filter(({ values }) => (values[0] ?? 0) > 0).slice(0, shownRows);
  if (rows.length === 0) return <p className={classes.none}>{t('noRows')}</p>;
  return (
    <BarChart
      label={tReports('barsOf', { measure: reportDefinitions[report.id].title, count: rows.length })}
      bars={rows.map((row) => ({
        key: row.key,
        label: rowLabel(report.id, row, tReports),
        value: row.values[0] ?? 0,
        before: null,
        words: formatReportValue(row.values[0] ?? null, 'count', report.currency),
        beforeWords: null,
      }))}
    />
  );
}

/** What somebody sees whose site has no visits: how they come. */
function NothingYet() {
  const { t } = useTranslation('dashboard');
  const { role } = useMe();
  return (
    <Empty
      icon={<IconSpeakerphone size={22} />}
      title={t('nothingYet')}
      actions={
        role === 'administrator' ? (
          <Button component={Link} href="/settings/general" variant="default">
            {t('toTrackingCode')}
          </Button>
        ) : null
      }
    >
      {t('nothingYetText')}
    </Empty>
  );
}
