import type { Expression } from '@foyer/protocol/condition';
import type { ReportQuery, ReportRow } from '@foyer/protocol/report';
import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** What a report is read with. */
export interface ReportContext {
  /** For slow reads: `storage.reports`. */
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
  readonly site: Site;
  /** Epoch ms, by the server's clock. */
  readonly now: number;
  /** Whether somebody still waits for the answer: looked at before each statement that takes long. */
  readonly isWanted: () => boolean;
}

/** What is asked for. */
export interface ReportQuestion extends ReportQuery {
  readonly expression: Expression | null;
  /** Only rows with these keys are wanted, beside the totals; null: all. A reader may answer more of them. */
  readonly keys: readonly string[] | null;
}

/**
 * How one column is made from a row's parts: a part itself; one part per another one, times a factor (null where the
 * other is 0); or the percentage of the same part of the totals.
 */
export type ColumnSource =
  | { readonly part: number }
  | { readonly part: number; readonly per: number; readonly times: number }
  | { readonly share: number };

/** One row with its parts: numbers that can be added up, over rows and over days. */
export interface PartsRow {
  /** As in `reportRowSchema`. Of reports by `day` the day, of those by `hour` `WEEKDAY HOUR`; rows left out are zero. */
  readonly key: string;
  readonly label: string;
  /** 0 unless the report is a tree. */
  readonly depth?: number;
  /** Not a number: not known, and neither is the sum. */
  readonly parts: readonly number[];
  /** See `reportRowSchema`. */
  readonly filter: ReportRow['filter'];
}

/** What a reader found. */
export interface ReportData {
  readonly rows: readonly PartsRow[];
  /** Number and sums of those rows that the reader left out itself, because they are below `limit` in the wanted order. */
  readonly rest: { readonly rows: number; readonly parts: readonly number[] } | null;
  /** Over everything; null: the rows and the rest do not overlap, their sum is it. */
  readonly totals: readonly number[] | null;
  readonly source: 'dayTotals' | 'facts';
}

/** A report: how its columns come about, in the order of its definition, and how it is read. */
export interface ReportReader {
  readonly columns: readonly ColumnSource[];
  /** Rows are in an order of their own, such as classes of waiting times, unless a column to sort by is asked for. */
  readonly keepsOrder?: true;
  readonly read: (context: ReportContext, question: ReportQuestion) => Promise<ReportData>;
}
