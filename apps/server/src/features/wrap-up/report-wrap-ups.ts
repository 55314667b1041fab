import { listOptions, type WrapUpReport } from '@foyer/protocol/wrap-up';
import { addDays, startOfDay } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countWrapUpsByOperator, wrapUpByLink } from '../chats/list-wrap-ups.ts';
import { readDayTotals } from '../visits/read-day-totals.ts';
import { getWrapUp } from './wrap-up-repository.ts';

/** Chats per wrap-up over a range of days of the site's clock (S-075). For `storage.reports`. */
export async function reportWrapUps(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<WrapUpReport> {
  const range = { from: startOfDay(from, timeZone), before: startOfDay(addDays(to, 1), timeZone) };
  const [{ options }, totals, operators] = await Promise.all([
    getWrapUp(db, siteId),
    readDayTotals(db, siteId, { from, to }, ['wrapUps', 'wrapUp']),
    countWrapUpsByOperator(db, siteId, range),
  ]);
  const sums = new Map<string, number>();
  for (const { counter, value } of totals) sums.set(counter, (sums.get(counter) ?? 0) + Number(value));
  const sumOf = (optionId: string) => sums.get(`wrapUp:${optionId}`) ?? 0;
  return {
    from,
    to,
    chats: sums.get('wrapUps') ?? 0,
    outstanding: operators.reduce((sum, one) => sum + one.outstanding, 0),
    options: listOptions(options)
      .map(({ option, path, isArchived }) => ({
        optionId: option.id,
        label: option.label,
        depth: path.length - 1,
        archived: isArchived,
        chats: sumOf(option.id),
      }))
      // One that is no longer offered is told of where chats have it.
      .filter(({ archived, chats }) => !archived || chats > 0),
    byLink: sumOf(wrapUpByLink),
    days: totals
      .filter(({ counter, value }) => counter === 'wrapUps' && Number(value) !== 0)
      .map(({ day, value }) => ({ day, chats: Number(value) })),
    operators,
  };
}
