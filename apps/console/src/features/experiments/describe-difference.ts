import type { ExperimentComparison, ExperimentResults } from '@foyer/protocol/experiment';
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
    const convertedOf = (one: string) => groups.find((found) => found.group === one)?.converted ?? 0;
    const [one, other] = [convertedOf(group), convertedOf(against)];
    return measure === 'rate'
      ? t('results.tooFewRate', { count: one + other, needed })
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
