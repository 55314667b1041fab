import { type DashboardFigures, type DashboardToday, dashboardMeasures } from '@foyer/protocol/dashboard';
import type { ReportUnit } from '@foyer/protocol/report';
import { formatReportValue } from '@foyer/rules/format-report-value';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { differenceOf } from '../reports/format-value.ts';
import { todayQuery } from './dashboard-api.ts';
import classes from './dashboard-page.module.css';
import { Part } from './part.tsx';

const measures = [...dashboardMeasures, 'averageWait', 'averageRating'] as const;
const units: Partial<Record<keyof DashboardFigures, ReportUnit>> = {
  revenue: 'money',
  averageWait: 'seconds',
  averageRating: 'decimal',
};

/** Today beside the same weekday, this month beside the last one (W-123 to W-125). */
export function TodayAndMonth({ siteId }: { siteId: string }) {
  const { t } = useTranslation('dashboard');
  const answer = useQuery(todayQuery(siteId));
  if (answer.isPending) return <Loading />;
  if (answer.data === undefined) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const { today, month, lastMonth, currency, sums } = answer.data;
  const weekday = dayjs(today).format('dddd');
  return (
    <div className={classes.pair}>
      <Compared
        title={t('today')}
        about={dayjs(today).format('dddd, D MMMM')}
        now={sums.today}
        then={sums.weekday}
        words={{
          now: t('soFar'),
          untilNow: t('weekdayUntilNow', { count: sums.weekday?.days.length ?? 0, weekday }),
          whole: t('weekdayWhole'),
          nothing: t('noWeekday', { weekday }),
        }}
        currency={currency}
      />
      <Compared
        title={t('month')}
        about={dayjs(month).format('MMMM YYYY')}
        now={sums.month}
        then={sums.lastMonth}
        words={{
          now: t('soFar'),
          untilNow: t('monthUntilNow', { month: dayjs(lastMonth).format('MMMM') }),
          whole: t('monthWhole', { month: dayjs(lastMonth).format('MMMM') }),
          nothing: t('noMonth'),
        }}
        currency={currency}
      />
    </div>
  );
}

interface ComparedProps {
  title: string;
  about: string;
  now: DashboardFigures;
  then: Pick<NonNullable<DashboardToday['sums']['weekday']>, 'untilNow' | 'whole'> | null;
  words: { now: string; untilNow: string; whole: string; nothing: string };
  currency: string;
}

function Compared({ title, about, now, then, words, currency }: ComparedProps) {
  const { t } = useTranslation('dashboard');
  return (
    <Part title={title} about={about}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.wide} tabIndex={0} aria-label={title}>
        <table className={classes.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('measureTitle')}</span>
              </th>
              <th scope="col">{words.now}</th>
              {then === null ? null : (
                <>
                  <th scope="col">{words.untilNow}</th>
                  <th scope="col">{words.whole}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <tr key={measure}>
                <th scope="row">{t(`measure.${measure}`)}</th>
                <Value
                  value={now[measure]}
                  before={then?.untilNow[measure] ?? null}
                  measure={measure}
                  currency={currency}
                />
                {then === null ? null : (
                  <>
                    <td>{write(then.untilNow[measure], measure, currency)}</td>
                    <td>{write(then.whole[measure], measure, currency)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {then === null ? <p className={classes.none}>{words.nothing}</p> : null}
    </Part>
  );
}

interface ValueProps {
  value: number | null;
  before: number | null;
  measure: keyof DashboardFigures;
  currency: string;
}

function Value({ value, before, measure, currency }: ValueProps) {
  const { t } = useTranslation('reports');
  const difference = differenceOf(value, before, units[measure] ?? 'count', currency, t);
  return (
    <td className={classes.value}>
      {difference === null ? null : (
        <span className={classes.difference} title={difference.words}>
          <span aria-hidden>{difference.text}</span>
          <span className="visually-hidden">{difference.words}</span>
        </span>
      )}
      <strong>{write(value, measure, currency)}</strong>
    </td>
  );
}

/** An average of days has fractions where it is small. */
function write(value: number | null, measure: keyof DashboardFigures, currency: string): string {
  const unit = units[measure] ?? 'count';
  const isFraction = unit === 'count' && value !== null && value < 10 && !Number.isInteger(value);
  return isFraction ? value.toFixed(1) : formatReportValue(value, unit, currency);
}
