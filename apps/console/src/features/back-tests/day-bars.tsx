import type { BackTestResult } from '@foyer/protocol/back-test';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../ui/format-count.ts';
import resultClasses from './back-test-results.module.css';
import classes from './day-bars.module.css';

/** Visits per day: a bar for the draft, a line across it for what is in force. */
export function DayBars({ days }: { days: BackTestResult['days'] }) {
  const { t } = useTranslation('backTests');
  const most = Math.max(...days.map(({ changed, inForce }) => Math.max(changed, inForce)));
  if (most <= 0 || days.length < 2) return null;
  const height = (count: number) => `${(100 * count) / most}%`;
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  return (
    <section>
      <div className={classes.head}>
        <h3 className={resultClasses.title}>{t('days')}</h3>
        <span className={classes.key} data-set="changed">
          {t('set.changed')}
        </span>
        <span className={classes.key} data-set="inForce">
          {t('set.inForce')}
        </span>
      </div>
      <ol className={classes.bars} aria-label={t('daysLabel', { most: formatCount(most) })}>
        {days.map(({ day, visits, changed, inForce }) => {
          const words = t('dayBar', {
            day: dayjs(day).format('D MMM'),
            changed: formatCount(changed),
            inForce: formatCount(inForce),
            visits: t('visits', { count: visits, formatted: formatCount(visits) }),
          });
          return (
            <li key={day} className={classes.day} title={words}>
              <span className="visually-hidden">{words}</span>
              <span className={classes.bar} style={{ height: height(changed) }} aria-hidden />
              {inForce === 0 ? null : <span className={classes.line} style={{ bottom: height(inForce) }} aria-hidden />}
            </li>
          );
        })}
      </ol>
      <div className={classes.ends} aria-hidden>
        <span>{dayjs(first).format('D MMM')}</span>
        <span>{dayjs(last).format('D MMM')}</span>
      </div>
    </section>
  );
}
