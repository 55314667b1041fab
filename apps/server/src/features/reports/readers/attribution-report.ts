import { sql } from 'kysely';
import { divideAmount } from '../credit-revenue.ts';
import type { PartsRow, ReportReader } from '../report-reader.ts';
import { selectVisits } from '../visit-selection.ts';

/** Ledger entries that are read at once. */
const entriesAtOnce = 2000;

/** One entry of the ledger with one of the referrers that led to it. */
interface Touch {
  readonly id: string;
  readonly amount: number;
  readonly first: string;
  readonly last: string;
  /** Null: none of the visitor's visits is stored any more. */
  readonly touch: string | null;
  readonly times: number;
}

/**
 * Revenue of the range by referrer, under three models, from the same ledger (B-304): all of it to the first referrer, to
 * that of the visit, or equally to every visit of the visitor up to the sale. A visit without a referrer is direct.
 */
export const attribution: ReportReader = {
  columns: [{ part: 0 }, { part: 1 }, { part: 2 }],
  async read(context, question) {
    const { db, site } = context;
    const { booked, matches } = await selectVisits(context, question);
    const ofVisit =
      question.expression === null
        ? sql`where ${booked}`
        : sql`inner join visit on visit.site_id = entry.site_id and visit.id = entry.visit_id where ${booked} and ${matches}`;
    const credits = new Map<string, number[]>();
    const credit = (referrer: string, model: number, amount: number) => {
      const parts = credits.get(referrer) ?? [0, 0, 0];
      credits.set(referrer, parts);
      parts[model] = (parts[model] ?? 0) + amount;
    };
    for (let after = ''; context.isWanted(); ) {
      const { rows } = await sql<Touch>`
        with sale as (
          select entry.id, entry.amount, entry.first_referrer, coalesce(entry.referrer_host, 'direct') as last,
            entry.visitor_id, entry.visit_id
          from revenue_entry as entry ${ofVisit} and entry.id > ${after} order by entry.id limit ${entriesAtOnce})
        select sale.id as id, sale.amount as amount, sale.first_referrer as first, sale.last as last,
          case when earlier.id is null then null else coalesce(earlier.referrer_host, 'direct') end as touch, count(*) as times
        from sale left join visit as earlier
          on earlier.site_id = ${site.id} and earlier.visitor_id = sale.visitor_id and earlier.id <= sale.visit_id
        group by 1, 2, 3, 4, 5 order by 1, min(earlier.id)`.execute(db);
      for (const touches of groupById(rows)) creditSale(touches, credit);
      const end = rows.at(-1)?.id;
      if (end === undefined) break;
      after = end;
    }
    const rows = [...credits]
      .filter(([, parts]) => parts.some((part) => part !== 0))
      .map(([key, parts]): PartsRow => {
        // What is credited is no sum over visits that one condition finds.
        return { key, label: key === 'direct' ? 'Direct' : key, parts, filter: null };
      });
    return { rows, rest: null, totals: null, source: 'facts' };
  },
};

function creditSale(
  touches: readonly Touch[],
  credit: (referrer: string, model: number, amount: number) => void,
): void {
  const [sale] = touches;
  if (!sale) return;
  const amount = Number(sale.amount);
  credit(sale.first, 0, amount);
  credit(sale.last, 1, amount);
  const shares = divideAmount(
    amount,
    touches.map(({ times }) => Number(times)),
  );
  for (const [index, { touch, last }] of touches.entries()) credit(touch ?? last, 2, shares[index] ?? 0);
}

/** Rows in order of their ids, those of one id together. */
function groupById(rows: readonly Touch[]): Touch[][] {
  const groups: Touch[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group?.[0]?.id === row.id) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
