import type { ExperimentComparison, ExperimentGroupResult, ExperimentResults } from '@foyer/protocol/experiment';
import type { useTranslation } from 'react-i18next';
import { formatMoney } from '../../ui/format-money.ts';

type Texts = ReturnType<typeof useTranslation<'experiments'>>['t'];

/** What a comparison says in a sentence: better or worse by how much, or why it is too early to tell. */
export function describeDifference(
  { group, against, difference, verdict }: ExperimentComparison,
  { measure, groups, needed }: Pick<ExperimentResults, 'measure' | 'groups' | 'needed'>,
  currency: string,
  t: Texts,
): string {
  if (difference === null) {
    const both = groups.filter((one) => one.group === group || one.group === against);
    const convertedOf = (wanted: string) => both.find((one) => one.group === wanted)?.converted ?? 0;
    const [one, other] = [convertedOf(group), convertedOf(against)];
    return measure === 'rate'
      ? t('results.tooFewRate', { count: one + other, needed: countNeeded(both, needed) })
      : t('results.tooFewMoney', { one, other, needed });
  }
  const sizeOf = (value: number) => {
    const size = Math.abs(value);
    return measure === 'rate'
      ? t('results.points', { count: Number((size * 100).toFixed(1)) })
      : formatMoney(size, currency);
  };
  const { low, high } = difference;
  if (verdict === 'better') return t('results.better', { low: sizeOf(low), high: sizeOf(high) });
  if (verdict === 'worse') return t('results.worse', { low: sizeOf(high), high: sizeOf(low) });
  return t('results.open', {
    low: t('results.lower', { amount: sizeOf(low) }),
    high: t('results.higher', { amount: sizeOf(high) }),
  });
}

/** How many of both groups together it takes for the smaller one to have its part; by the planned shares until both have visitors. */
function countNeeded(both: readonly ExperimentGroupResult[], needed: number): number {
  const seen = both.map(({ completed }) => completed);
  const sizes = seen.some((count) => count === 0) ? both.map(({ share }) => share) : seen;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // Shares such as 0.1 and 0.2 add up to a hair above.
  return Math.ceil((needed * all) / Math.min(...sizes) - 1e-9);
}
