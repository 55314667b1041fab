import type { TFunction } from 'i18next';
import type { LineSeries } from '../../ui/charts/line-chart.tsx';

/** Lines in words: least and most of each and where they are, the text alternative of the picture. */
export function describeSeries(
  series: readonly LineSeries[],
  titles: readonly string[],
  t: TFunction<'reports'>,
): string {
  return series
    .map(({ label, values, format }) => {
      const known = values.flatMap((value, index) => (value === null ? [] : [{ value, title: titles[index] ?? '' }]));
      const [first] = known;
      if (first === undefined) return t('series.nothing', { measure: label });
      const least = known.reduce((one, other) => (other.value < one.value ? other : one), first);
      const most = known.reduce((one, other) => (other.value > one.value ? other : one), first);
      return t('series.range', {
        measure: label,
        least: format(least.value),
        leastAt: least.title,
        most: format(most.value),
        mostAt: most.title,
      });
    })
    .join(' ');
}
