import type { ExperimentComparison, ExperimentResults } from '@foyer/protocol/experiment';
import { useTranslation } from 'react-i18next';
import { describeDifference } from './describe-difference.ts';
import classes from './experiment-results.module.css';
import { useGroupName } from './group-names.ts';

interface ComparisonsProps {
  results: ExperimentResults;
  currency: string;
}

/** Each comparison in words, and drawn: a dot for what was found, a bar for where the truth is. */
export function Comparisons({ results, currency }: ComparisonsProps) {
  const { t } = useTranslation('experiments');
  const nameGroup = useGroupName();
  const { comparisons, groups } = results;
  const nameOf = (group: string) => nameGroup(group, groups.find((one) => one.group === group)?.name ?? null);
  const furthest = Math.max(
    ...comparisons.flatMap(({ difference }) =>
      difference === null ? [] : [Math.abs(difference.low), Math.abs(difference.high)],
    ),
    0,
  );
  return (
    <>
      <ul className={classes.comparisons}>
        {comparisons.map((comparison) => {
          const words = describeDifference(comparison, results, currency, t);
          const pair = { group: nameOf(comparison.group), against: nameOf(comparison.against) };
          return (
            <li key={`${comparison.group} ${comparison.against}`} className={classes.comparison}>
              <div>
                <p className={classes.pair}>{t('results.against', pair)}</p>
                <p className={classes.verdict} data-verdict={comparison.verdict}>
                  {words}
                </p>
              </div>
              {comparison.difference === null ? null : (
                <Interval
                  comparison={comparison}
                  furthest={furthest}
                  label={t('results.intervalLabel', { ...pair, verdict: words })}
                />
              )}
            </li>
          );
        })}
      </ul>
      <p className={classes.note}>
        {t('results.honest')} {results.measure === 'rate' ? t('results.pointsMean') : null}
      </p>
    </>
  );
}

interface IntervalProps {
  comparison: ExperimentComparison;
  /** What the scale goes to, on either side. */
  furthest: number;
  label: string;
}

/** A dot and its range on a line whose middle is “no difference”. */
function Interval({ comparison: { difference, verdict }, furthest, label }: IntervalProps) {
  const { t } = useTranslation('experiments');
  if (difference === null) return null;
  const placeOf = (value: number) => (furthest === 0 ? 50 : 50 + (46 * value) / furthest);
  const { low, high, estimate } = difference;
  return (
    <div>
      <div className={classes.track} role="img" aria-label={label} data-verdict={verdict}>
        <span className={classes.zero} />
        <span
          className={classes.range}
          style={{ left: `${placeOf(low)}%`, width: `${placeOf(high) - placeOf(low)}%` }}
        />
        <span className={classes.dot} style={{ left: `${placeOf(estimate)}%` }} />
      </div>
      <p className={classes.scale} aria-hidden>
        <span>{t('results.scaleWorse')}</span>
        <span>{t('results.scaleBetter')}</span>
      </p>
    </div>
  );
}
