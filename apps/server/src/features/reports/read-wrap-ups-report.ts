import { listOptions } from '@foyer/protocol/wrap-up';
import { sql } from 'kysely';
import { wrapUpByLink } from '../chats/list-wrap-ups.ts';
import { readDayTotals } from '../visits/read-day-totals.ts';
import { readWrapUp } from '../wrap-up/read-wrap-up.ts';
import { chatsOfRange } from './chats-of-range.ts';
import type { PartsRow, ReportContext, ReportQuestion, ReportReader } from './report-reader.ts';

/** How chats were classified, as the tree of options that there is; what is no longer offered, where chats have it. */
export const readWrapUpsReport: ReportReader = {
  columns: [{ part: 0 }, { share: 0 }],
  async read(context, question) {
    const { options } = await readWrapUp(context.db, context.site.id);
    const { all, byOption } =
      question.expression === null ? await fromTotals(context, question) : await fromFacts(context, question);
    const rowOf = (key: string, label: string, depth: number): PartsRow => ({
      key,
      label,
      depth,
      parts: [byOption.get(key) ?? 0],
      filter: null,
    });
    const tree = listOptions(options)
      .filter(({ option, isArchived }) => !isArchived || byOption.has(option.id))
      .map(({ option, path }) => rowOf(option.id, option.label, path.length - 1));
    const byLink = byOption.has(wrapUpByLink) ? [rowOf(wrapUpByLink, 'By the web link', 0)] : [];
    return {
      rows: [...tree, ...byLink],
      rest: null,
      totals: [all],
      source: question.expression === null ? 'dayTotals' : 'facts',
    };
  },
};

interface WrapUpCounts {
  readonly all: number;
  readonly byOption: ReadonlyMap<string, number>;
}

async function fromTotals({ db, site }: ReportContext, question: ReportQuestion): Promise<WrapUpCounts> {
  const sums = new Map<string, number>();
  for (const { counter, value } of await readDayTotals(db, site.id, question, ['wrapUps', 'wrapUp']))
    sums.set(counter, (sums.get(counter) ?? 0) + Number(value));
  const byOption = [...sums]
    .filter(([counter, value]) => counter !== 'wrapUps' && value !== 0)
    .map(([counter, value]) => [counter.slice('wrapUp:'.length), value] as const);
  return { all: sums.get('wrapUps') ?? 0, byOption: new Map(byOption) };
}

async function fromFacts(context: ReportContext, question: ReportQuestion): Promise<WrapUpCounts> {
  const condition = await chatsOfRange(context, question);
  const chats = sql<number | string>`count(*)`.as('chats');
  const all = await context.db
    .selectFrom('chat')
    .select(chats)
    .where(condition)
    .where('wrap_up', 'is not', null)
    .executeTakeFirstOrThrow();
  const byOption = await context.db
    .selectFrom('chat')
    .innerJoin('chat_wrap_up_option as chosen', (join) =>
      join.onRef('chosen.site_id', '=', 'chat.site_id').onRef('chosen.chat_id', '=', 'chat.id'),
    )
    .select(['option_id', chats])
    .where(condition)
    .groupBy('option_id')
    .execute();
  return { all: Number(all.chats), byOption: new Map(byOption.map((row) => [row.option_id, Number(row.chats)])) };
}
