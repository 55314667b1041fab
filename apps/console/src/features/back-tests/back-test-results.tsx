import type { BackTestKind, BackTestResult } from '@foyer/protocol/back-test';
import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import classes from './back-test-results.module.css';
import { BackTestSamples } from './back-test-samples.tsx';
import { DayBars } from './day-bars.tsx';

export interface BackTestResultsProps {
  kind: BackTestKind;
  result: BackTestResult;
  /** ISO 4217. */
  currency: string;
}

/** What came of a back-test. */
export function BackTestResults({ kind, result, currency }: BackTestResultsProps) {
  const { t } = useTranslation('backTests');
  const visits = (count: number) => t('visits', { count, formatted: formatCount(count) });
  if (result.visits === 0) return <p>{t('noVisits')}</p>;
  const { changed } = result;
  return (
    <div className={classes.results}>
      <section aria-label={t('title')}>
        <p className={classes.headline}>
          {t(`headline.${kind}`, {
            visits: formatCount(changed.visits),
            all: visits(result.visits),
            share: formatShare(changed.visits, result.visits),
          })}
        </p>
        {changed.bought + changed.chatted === 0 ? null : (
          <p>
            {t('boughtAnyway', {
              bought: formatCount(changed.bought),
              revenue: formatMoney(changed.revenue, currency),
              chatted: formatCount(changed.chatted),
            })}
          </p>
        )}
        {result.approximate === 0 ? null : (
          <p className={classes.dim}>{t('approximate', { visits: visits(result.approximate) })}</p>
        )}
      </section>
      <Comparison kind={kind} result={result} currency={currency} />
      <DayBars days={result.days} />
      <BackTestSamples kind={kind} result={result} currency={currency} />
      <Suppressions result={result} />
      <Others result={result} />
    </div>
  );
}

const sets = ['changed', 'inForce', 'gained', 'lost'] as const;
const counted = ['visits', 'visitors', 'chatted', 'bought', 'becameCustomer', 'declined'] as const;

function Comparison({ kind, result, currency }: BackTestResultsProps) {
  const { t } = useTranslation('backTests');
  const pair = (changed: number, inForce: number) => [formatCount(changed), formatCount(inForce), '', ''];
  const { decisions, newProspects, newCustomers, pageViews } = result;
  const rows: (readonly [name: string, cells: readonly string[]])[] = [
    ...counted.map((name) => [t(`row.${name}`), sets.map((set) => formatCount(result[set][name]))] as const),
    [t('row.revenue'), sets.map((set) => formatMoney(result[set].revenue, currency))],
    ...(kind === 'exclusions'
      ? ([[t('row.pageViews'), pair(pageViews.changed, pageViews.inForce)]] as const)
      : ([[t('row.decisions'), pair(decisions.changed, decisions.inForce)]] as const)),
    [t('row.newProspects'), pair(newProspects.changed, newProspects.inForce)],
    [t('row.newCustomers'), pair(newCustomers.changed, newCustomers.inForce)],
  ];
  // What is nowhere is not worth a row.
  const shown = rows.filter(([, cells], place) => place < 2 || cells.some((cell) => /[1-9]/.test(cell)));
  return (
    <table className={classes.table} aria-label={t('table')}>
      <thead>
        <tr>
          <td />
          {sets.map((set) => (
            <th key={set} scope="col">
              {t(`set.${set}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(([name, cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {sets.map((set, place) => (
              <td key={set}>{cells[place]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Others({ result }: { result: BackTestResult }) {
  const { t } = useTranslation('backTests');
  if (result.others.length === 0) return null;
  return (
    <section>
      <h3 className={classes.title}>{t('others')}</h3>
      <p className={classes.dim}>{t('othersAbout')}</p>
      <Pairs
        label={t('others')}
        rows={result.others.map((other) => ({
          ...other,
          key: other.id,
          words: `${t(`kind.${other.kind}`)} “${other.name}”`,
        }))}
      />
    </section>
  );
}

function Suppressions({ result }: { result: BackTestResult }) {
  const { t } = useTranslation('backTests');
  const { t: tWords } = useTranslation('visitors');
  if (result.suppressed.length === 0) return null;
  return (
    <section>
      <h3 className={classes.title}>{t('suppressed')}</h3>
      <p className={classes.dim}>{t('suppressedAbout')}</p>
      <Pairs
        label={t('suppressed')}
        rows={result.suppressed.map((one) => ({
          ...one,
          key: one.reason,
          words: tWords(`suppressedReason.${one.reason}`, { defaultValue: one.reason }),
        }))}
      />
    </section>
  );
}

interface PairsProps {
  label: string;
  rows: readonly { readonly key: string; readonly words: string; readonly changed: number; readonly inForce: number }[];
}

function Pairs({ label, rows }: PairsProps) {
  const { t } = useTranslation('backTests');
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('set.changed')}</th>
          <th scope="col">{t('set.inForce')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, words, changed, inForce }) => (
          <tr key={key}>
            <th scope="row">{words}</th>
            <td>{formatCount(changed)}</td>
            <td>{formatCount(inForce)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
