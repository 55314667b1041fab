import { type ReportDefinition, reportDefinitions } from '@foyer/protocol/report';
import type { ReportSchedule, ReportScheduleInput } from '@foyer/protocol/report-schedule';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import classes from './report-schedules-page.module.css';

/** `07:00`. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** What is sent and when: `Every Monday at 07:00 · Visits, Countries · the 7 days before · 2 recipients`. */
export function ScheduleWords({ schedule }: { schedule: ReportScheduleInput }) {
  const { t } = useTranslation('reportSchedules');
  const { t: tReports } = useTranslation('reports');
  const { every, weekday, monthDay, hour, reportIds, range, recipients } = schedule;
  const words = { hour: formatHour(hour), weekday: tReports(`weekday.${weekday}`), day: monthDay };
  const titles = reportIds.map((id) => (reportDefinitions[id] as ReportDefinition).title);
  return [
    t(`when.${every}`, words),
    titles.join(', '),
    t(`range.${range}`),
    t('recipients', { count: recipients.length }),
  ].join(' · ');
}

/** When a schedule is due next, and what came of the last time. */
export function ScheduleTimes({ schedule: { nextAt, last } }: { schedule: ReportSchedule }) {
  const { t } = useTranslation('reportSchedules');
  return (
    <dl className={classes.times}>
      <div>
        <dt>{t('next')}</dt>
        <dd>{nextAt === null ? t('off') : <Moment at={nextAt} />}</dd>
      </div>
      {last === null ? null : (
        <div>
          <dt>{t('last')}</dt>
          <dd>
            <Moment at={last.at} /> <LastWords last={last} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function LastWords({ last: { error, mails } }: { last: NonNullable<ReportSchedule['last']> }) {
  const { t } = useTranslation('reportSchedules');
  const { t: tOutbox } = useTranslation('outbox');
  if (error !== null) return <span className={classes.bad}>{error}</span>;
  const states = [...new Set(mails.map(({ state }) => state))];
  return states.map((state) => {
    const of = mails.filter((mail) => mail.state === state);
    const answer = of.find((mail) => mail.answer !== null)?.answer ?? undefined;
    return (
      <span key={state} className={state === 'dead' ? classes.bad : undefined} title={answer}>
        {state === 'sent'
          ? t('lastSent', { count: of.length })
          : t('lastOther', { count: of.length, state: tOutbox(`state.${state}`) })}{' '}
      </span>
    );
  });
}
