import type { VariableName } from '@foyer/protocol/condition';
import type { ReportId } from '@foyer/protocol/report';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PartsRow, ReportReader } from '../report-reader.ts';
import { readCounters, readFamily } from './family-totals.ts';
import { filterOf, readVisitGroups } from './visit-groups.ts';
import { visitsAndWorth } from './worth.ts';

/** Parts of these reports, as they are called in the day totals of a family and in those of all visits. */
export const familyMeasures = ['', 'prospects', 'customers', 'revenue'] as const;
const allVisits = ['visits', 'prospects', 'customers', 'revenue'] as const;

interface Family {
  readonly id: ReportId;
  readonly family: string;
  readonly column: RawBuilder<unknown>;
  readonly variable: VariableName;
  /** Whether visits of which nothing is known have a row, too. */
  readonly hasUnknown: boolean;
}

/** A report of visits by what is known of them when they open: from day totals, or from facts where there is a filter. */
function familyReport({ id, family, column, variable, hasUnknown }: Family): ReportReader {
  const known = sql<SqlBool>`coalesce(${column}, '') <> ''`;
  return {
    columns: visitsAndWorth,
    async read(context, question) {
      if (question.expression !== null)
        return readVisitGroups(context, question, {
          id,
          keys: { value: sql`nullif(${column}, '')` },
          ...(hasUnknown ? {} : { only: known }),
          toRow: ({ key }) => ({ filter: filterOf([variable, key]) }),
        });
      const sums = await readFamily(context, question, family, familyMeasures);
      if (hasUnknown) sums.set('', await readRemainder(sums, () => readCounters(context, question, allVisits)));
      const rows = [...sums]
        .filter(([, parts]) => parts.some((part) => part !== 0))
        .map(([key, parts]): PartsRow => ({ key, label: key, parts, filter: filterOf([variable, key]) }));
      return { rows, rest: null, totals: null, source: 'dayTotals' };
    },
  };
}

/** What belongs to no value of a family: all, less those that do. */
export async function readRemainder(
  sums: ReadonlyMap<string, readonly number[]>,
  readAll: () => Promise<number[]>,
): Promise<number[]> {
  const left = await readAll();
  for (const parts of sums.values())
    for (const [index, part] of parts.entries()) left[index] = (left[index] ?? 0) - part;
  return left;
}

export const referringSites = familyReport({
  id: 'referring-sites',
  family: 'site',
  column: sql`visit.referring_site`,
  variable: 'source.referringSite',
  hasUnknown: false,
});
export const countries = familyReport({
  id: 'countries',
  family: 'country',
  column: sql`visit.country`,
  variable: 'place.country',
  hasUnknown: true,
});
export const browsers = familyReport({
  id: 'browsers',
  family: 'browser',
  column: sql`visit.browser`,
  variable: 'tech.browser',
  hasUnknown: true,
});
export const operatingSystems = familyReport({
  id: 'operating-systems',
  family: 'os',
  column: sql`visit.os`,
  variable: 'tech.os',
  hasUnknown: true,
});
export const devices = familyReport({
  id: 'devices',
  family: 'device',
  column: sql`visit.device`,
  variable: 'tech.device',
  hasUnknown: true,
});
export const languages = familyReport({
  id: 'languages',
  family: 'language',
  column: sql`visit.language`,
  variable: 'tech.language',
  hasUnknown: true,
});
