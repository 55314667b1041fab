import type { ColumnSource } from '../report-reader.ts';

/** Columns of most reports, from the parts visits, prospects, customers, revenue. */
export const visitsAndWorth: readonly ColumnSource[] = [
  { part: 0 },
  { part: 1 },
  { part: 1, per: 0, times: 100 },
  { part: 2 },
  { part: 3 },
];
export const worth = visitsAndWorth.slice(1);
