import type { DashboardFigures } from '@foyer/protocol/dashboard';

/** Sums of day totals by counter. */
export type Tally = ReadonlyMap<string, number>;

const ratings = [1, 2, 3, 4, 5];

/** Day totals that the dashboard is made of. */
export const talliedCounters = [
  'visits',
  'pageViews',
  'newVisitors',
  'prospects',
  'customers',
  'revenue',
  'chats',
  'chatsMissed',
  'chatsTaken',
  'chatWaitMs',
  ...ratings.map((rating) => `chatRating:${rating}`),
];

export function sumTallies(tallies: readonly Tally[]): Tally {
  const sums = new Map<string, number>();
  for (const tally of tallies)
    for (const [counter, value] of tally) sums.set(counter, (sums.get(counter) ?? 0) + value);
  return sums;
}

/** What the sums of so many days say of one day; averages are over all chats of all days. */
export function toFigures(tally: Tally, days = 1): DashboardFigures {
  const sum = (counter: string) => tally.get(counter) ?? 0;
  const perDay = (counter: string) => sum(counter) / days;
  const rated = ratings.reduce((all, rating) => all + sum(`chatRating:${rating}`), 0);
  const stars = ratings.reduce((all, rating) => all + rating * sum(`chatRating:${rating}`), 0);
  return {
    visits: perDay('visits'),
    pageViews: perDay('pageViews'),
    newVisitors: perDay('newVisitors'),
    prospects: perDay('prospects'),
    customers: perDay('customers'),
    revenue: perDay('revenue'),
    chatRequests: perDay('chats'),
    missed: perDay('chatsMissed'),
    averageWait: sum('chatsTaken') === 0 ? null : sum('chatWaitMs') / sum('chatsTaken') / 1000,
    averageRating: rated === 0 ? null : stars / rated,
  };
}
