import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import { compileVisitFilter } from '../lists/compile-filter.ts';
import { type Days, instantsOf } from './report-days.ts';
import type { ReportContext, ReportQuestion } from './report-reader.ts';

/** An offline page reports up to a day late, and ids are made when it does. */
const idSlackMs = 86_400_000 + 3_600_000;

/** How far back visits are looked for that go on in the range. */
export const longestVisitMs = 40 * 86_400_000;

/** What of a site's facts a report looks at, as SQL. */
export interface VisitSelection {
  readonly days: Days;
  /** Epoch ms: from the first on, before the last. */
  readonly instants: { readonly from: number; readonly before: number };
  /** That a row of `visit` is of the site and began in the range; the filter not included. */
  readonly began: RawBuilder<SqlBool>;
  /** That a row of `visit` meets the filter. */
  readonly matches: RawBuilder<SqlBool>;
  /** That a row of `page_view` is of the site and of the range. */
  readonly viewed: RawBuilder<SqlBool>;
  /** That a row of `entry`, of the ledger, is of the site and was booked in the range. */
  readonly booked: RawBuilder<SqlBool>;
}

/** Compiles what a report asks for. The filter holds for visits that began earlier, too, as far as something of them lies in the range. */
export async function selectVisits(context: ReportContext, question: ReportQuestion): Promise<VisitSelection> {
  const { db, dialect, site } = context;
  const { from, to, expression } = question;
  const days = { from, to };
  const instants = instantsOf(days, site.timeZone);
  const [first, end] = [
    smallestIdAt(Math.max(0, instants.from - idSlackMs)),
    smallestIdAt(instants.before + idSlackMs),
  ];
  const ofRange = (table: 'visit' | 'page_view', at: string) => sql<SqlBool>`${sql.ref(`${table}.site_id`)} = ${site.id}
    and ${sql.ref(`${table}.id`)} >= ${first} and ${sql.ref(`${table}.id`)} < ${end}
    and ${sql.ref(`${table}.${at}`)} >= ${instants.from} and ${sql.ref(`${table}.${at}`)} < ${instants.before}`;
  const selection = {
    days,
    instants,
    began: ofRange('visit', 'started_at'),
    viewed: ofRange('page_view', 'at'),
    booked: sql<SqlBool>`entry.site_id = ${site.id} and entry.day >= ${from} and entry.day <= ${to}`,
  };
  if (expression === null) return { ...selection, matches: sql<SqlBool>`true` };
  const range = { from: Math.max(0, instants.from - longestVisitMs), before: instants.before };
  return { ...selection, matches: await compileVisitFilter({ db, dialect, site, range }, expression) };
}
