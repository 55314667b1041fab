import { expect, test } from 'vitest';
import { type CountedVisit, resultOf, TallyKeeper, type VisitUnderRules } from './tally.ts';

const sample = () => {
  throw new Error('not kept: the rule did not act');
};
const quiet: VisitUnderRules = {
  decisions: 0,
  others: new Map(),
  isNewProspect: false,
  isNewCustomer: false,
  suppressed: new Set(),
  pagesExcluded: 0,
};
const visitOn = (day: string): CountedVisit => ({
  day,
  visitorId: day,
  isApproximate: false,
  outcome: { chatted: false, declined: false, becameCustomer: false, revenue: 0 },
  pageCount: 1,
  acted: { changed: quiet, inForce: quiet },
});

test('a day without visits stands between those that have some, also when threads have counted them', () => {
  const [one, other] = [new TallyKeeper(), new TallyKeeper()];
  one.add(visitOn('2026-03-02'), sample);
  other.add(visitOn('2026-02-27'), sample);
  other.add(visitOn('2026-03-02'), sample);
  const { days } = resultOf([one.tally, other.tally]);
  expect(days.map(({ day, visits }) => [day, visits])).toEqual([
    ['2026-02-27', 1],
    ['2026-02-28', 0],
    ['2026-03-01', 0],
    ['2026-03-02', 2],
  ]);
  expect(resultOf([new TallyKeeper().tally]).days).toEqual([]);
});
