import { expect, test } from 'vitest';
import { compareMeans, hasWrongShares, leastBuyers, leastConverted, type Sample } from './experiment-statistics.ts';

/** Seeded numbers from 0 to 1 (mulberry32), the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Total = { -readonly [Field in keyof Sample]: number };
const nobody = (): Total => ({ visitors: 0, converted: 0, sum: 0, sumOfSquares: 0 });

function add(total: Total, value: number): void {
  total.visitors += 1;
  total.converted += value === 0 ? 0 : 1;
  total.sum += value;
  total.sumOfSquares += value * value;
}

const days = 60;

/**
 * Runs an experiment of two groups and looks at it each evening. `draw` says what a visitor of a group brings. The answer: the
 * first day on which a difference was called, 0 when none ever was.
 */
function watch(
  random: () => number,
  visitorsPerDay: number,
  values: 'yesNo' | 'amounts',
  draw: (isTreated: boolean) => number,
  share = 0.5,
): { day: number; isAbove: boolean } {
  const [treated, control] = [nobody(), nobody()];
  for (let day = 1; day <= days; day += 1) {
    for (let visitor = 0; visitor < visitorsPerDay; visitor += 1) {
      const isTreated = random() < share;
      add(isTreated ? treated : control, draw(isTreated));
    }
    const difference = compareMeans(treated, control, { comparisons: 1, values });
    if (difference !== null && (difference.low > 0 || difference.high < 0)) return { day, isAbove: difference.low > 0 };
  }
  return { day: 0, isAbove: false };
}

/** What an order comes to, minor units: a log-normal tail, a few orders ten times the usual one. */
function orderValue(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(5000 * Math.exp(normal));
}

test('B-307 A/A: of 1,000 experiments looked at daily for 60 days at most 5 % ever call a difference of rates', () => {
  const random = randomFrom(1);
  let alarms = 0;
  for (let run = 0; run < 1000; run += 1) {
    const rate = 0.01 + 0.04 * random();
    const perDay = 20 + Math.floor(180 * random());
    if (watch(random, perDay, 'yesNo', () => (random() < rate ? 1 : 0)).day > 0) alarms += 1;
  }
  console.info(`A/A, rates: ${alarms} of 1000 experiments raised a false alarm`);
  expect(alarms).toBeLessThanOrEqual(50);
});

test('B-307 A/A: the same where one group is a hold-out of a tenth or a fiftieth', () => {
  const random = randomFrom(6);
  for (const share of [0.1, 0.02]) {
    let alarms = 0;
    for (let run = 0; run < 500; run += 1) {
      const rate = 0.01 + 0.04 * random();
      if (watch(random, 300, 'yesNo', () => (random() < rate ? 1 : 0), share).day > 0) alarms += 1;
    }
    console.info(`A/A, rates, one group of ${share * 100} %: ${alarms} of 500 experiments raised a false alarm`);
    expect(alarms).toBeLessThanOrEqual(25);
  }
});

test('B-307 A/A: the same for revenue per visitor, with large orders among small ones', () => {
  const random = randomFrom(2);
  let alarms = 0;
  for (let run = 0; run < 1000; run += 1) {
    const rate = 0.01 + 0.04 * random();
    const perDay = 20 + Math.floor(180 * random());
    const spent = () => (random() < rate ? orderValue(random) : 0);
    if (watch(random, perDay, 'amounts', spent).day > 0) alarms += 1;
  }
  console.info(`A/A, revenue: ${alarms} of 1000 experiments raised a false alarm`);
  expect(alarms).toBeLessThanOrEqual(50);
});

test('B-307 a rate that is half as high again is found in most experiments, and never taken for a loss', () => {
  const random = randomFrom(3);
  const found = Array.from({ length: 200 }, () =>
    watch(random, 150, 'yesNo', (isTreated) => (random() < (isTreated ? 0.06 : 0.04) ? 1 : 0)),
  );
  const better = found.filter(({ isAbove }) => isAbove);
  console.info(`+50 % of a rate of 4 %: found in ${better.length} of 200 experiments`);
  expect(better.length).toBeGreaterThan(150);
  expect(found.filter(({ day, isAbove }) => day > 0 && !isAbove)).toEqual([]);
});

test('B-307 looking at a usual 95 % interval daily would mislead: the same experiments call a difference far too often', () => {
  const random = randomFrom(4);
  let alarms = 0;
  for (let run = 0; run < 200; run += 1) {
    const [one, other] = [nobody(), nobody()];
    for (let day = 1; day <= days; day += 1) {
      for (let visitor = 0; visitor < 100; visitor += 1) add(random() < 0.5 ? one : other, random() < 0.03 ? 1 : 0);
      const [p, q] = [one.sum / one.visitors, other.sum / other.visitors];
      const error = Math.sqrt((p * (1 - p)) / one.visitors + (q * (1 - q)) / other.visitors);
      if (one.converted + other.converted < 2 * leastConverted || Math.abs(p - q) <= 1.96 * error) continue;
      alarms += 1;
      break;
    }
  }
  expect(alarms).toBeGreaterThan(30);
});

const yesNo = (visitors: number, converted: number): Sample => ({
  visitors,
  converted,
  sum: converted,
  sumOfSquares: converted,
});

test.each<[rule: string, group: Sample, against: Sample, isKnown: boolean]>([
  ['nobody in one group', yesNo(0, 0), yesNo(900, 40), false],
  ['halves, one conversion too few', yesNo(500, 10), yesNo(500, 2 * leastConverted - 11), false],
  ['halves, as many as it takes', yesNo(500, 10), yesNo(500, 2 * leastConverted - 10), true],
  ['as many as it takes, all in one group', yesNo(500, 0), yesNo(500, 2 * leastConverted), true],
  ['one group of a tenth, one too few', yesNo(100, 20), yesNo(900, 10 * leastConverted - 21), false],
  ['one group of a tenth, as many as it takes', yesNo(100, 20), yesNo(900, 10 * leastConverted - 20), true],
])('B-307 rates: %s', (_rule, group, against, isKnown) => {
  expect(compareMeans(group, against, { comparisons: 1, values: 'yesNo' }) !== null).toBe(isKnown);
});

test('B-307 revenue: a group with too few buyers is not compared', () => {
  const spent = (converted: number): Sample => ({
    visitors: 4000,
    converted,
    sum: converted * 50,
    sumOfSquares: converted * 2600,
  });
  const compare = (one: number, other: number) =>
    compareMeans(spent(one), spent(other), { comparisons: 1, values: 'amounts' });
  expect(compare(leastBuyers - 1, 400)).toBeNull();
  expect(compare(400, leastBuyers - 1)).toBeNull();
  expect(compare(leastBuyers, leastBuyers)?.estimate).toBe(0);
});

test('B-307 the difference is the first group’s less the second’s, wider the more are compared and narrower the more is known', () => {
  const compare = (times: number, comparisons: number) =>
    compareMeans(yesNo(1000 * times, 60 * times), yesNo(2000 * times, 80 * times), { comparisons, values: 'yesNo' });
  const width = (difference: ReturnType<typeof compare>) => (difference ? difference.high - difference.low : 0);
  expect(compare(1, 1)?.estimate).toBeCloseTo(0.02, 12);
  expect(width(compare(1, 3))).toBeGreaterThan(width(compare(1, 1)));
  expect(width(compare(10, 1))).toBeLessThan(width(compare(1, 1)) / 2);
});

test('B-307 shares: at most 1 % of 1,000 sound experiments, looked at daily, are ever warned of', () => {
  const random = randomFrom(5);
  let warned = 0;
  for (let run = 0; run < 1000; run += 1) {
    const shares = run % 2 === 0 ? [0.5, 0.5] : [0.1, 0.6, 0.3];
    const counts = shares.map(() => 0);
    let isWarned = false;
    for (let day = 0; day < days && !isWarned; day += 1) {
      for (let visitor = 0; visitor < 100; visitor += 1) {
        let place = random();
        const group = shares.findIndex((share) => {
          place -= share;
          return place < 0;
        });
        counts[Math.max(0, group)] = (counts[Math.max(0, group)] ?? 0) + 1;
      }
      isWarned = hasWrongShares(counts, shares);
    }
    if (isWarned) warned += 1;
  }
  console.info(`sound shares: ${warned} of 1000 experiments were warned of`);
  expect(warned).toBeLessThanOrEqual(10);
});

test.each<[what: string, counts: number[], shares: number[], isWrong: boolean]>([
  ['nobody yet', [0, 0], [0.5, 0.5], false],
  ['45 to 55 of 5,000', [2250, 2750], [0.5, 0.5], true],
  ['49 to 51 of 5,000 may be chance', [2450, 2550], [0.5, 0.5], false],
  ['as planned, 10 to 60 to 30', [1003, 5990, 3007], [0.1, 0.6, 0.3], false],
  ['one group of three loses a fifth', [1000, 4800, 3000], [0.1, 0.6, 0.3], true],
])('B-307 shares: %s', (_what, counts, shares, isWrong) => {
  expect(hasWrongShares(counts, shares)).toBe(isWrong);
});
