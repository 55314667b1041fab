/** Where an axis from 0 ends so that it holds `most` and its marks are round: 1, 2, 2.5 or 5 times a power of ten apart. */
export function niceEnd(most: number, marks = 4): number {
  if (!(most > 0)) return marks;
  const rough = most / marks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one * marks >= most * (1 - 1e-9));
  return (step ?? 10 * power) * marks;
}
