import { checkPagePattern, compilePagePattern, readPageAddress } from '@foyer/rules/page-pattern';
import { hostilePatterns, hostileSubject } from '../hostile-patterns.ts';
import { measureCpuUs } from './measure-cpu.ts';
import { median, quantile, rounded } from './numbers.ts';

const site = 'https://shop.example/';
/** What takes longer is done twice more, and the shortest counts: a garbage collection is not the pattern's. */
const suspectMs = 0.5;

/** Matches each of the patterns that could be saved against an address of its own, as long as the engine reads them. */
export function measureHostilePatterns(count: number, addressLength: number) {
  const matchMs: number[] = [];
  const saveMs: number[] = [];
  let refused = 0;
  for (const pattern of hostilePatterns(count, 1)) {
    let refusal: string | null = null;
    saveMs.push(
      shortestMs(() => {
        refusal = checkPagePattern(pattern);
      }),
    );
    if (refusal !== null) {
      refused += 1;
      continue;
    }
    const { matches } = compilePagePattern(pattern);
    const url = site + hostileSubject(pattern, addressLength - site.length);
    matchMs.push(shortestMs(() => matches(readPageAddress(url))));
  }
  const summary = (values: readonly number[]) => ({
    medianMs: rounded(median(values)),
    p99Ms: rounded(quantile(values, 0.99)),
    worstMs: rounded(Math.max(...values)),
  });
  return {
    patterns: count,
    refused,
    addressLength,
    match: { ...summary(matchMs), goal: { worstMs: 5 } },
    checkBeforeSaving: summary(saveMs),
  };
}

function shortestMs(work: () => void): number {
  const first = measureCpuUs(work) / 1000;
  return first < suspectMs ? first : Math.min(first, measureCpuUs(work) / 1000, measureCpuUs(work) / 1000);
}
