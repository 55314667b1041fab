import { checkPagePattern, compilePagePattern, readPageAddress } from '@foyer/rules/page-pattern';
import { listEntries } from '@foyer/rules/pattern-list';

/** What a list of page patterns makes of an address. */
export interface AddressTest {
  /** Patterns that match it, as they were written. */
  readonly matching: readonly string[];
  /** Patterns that can't be saved, and why. */
  readonly refused: readonly { readonly pattern: string; readonly reason: string }[];
  /** How many patterns there are. */
  readonly count: number;
}

/** Tries patterns on an address with the server's own functions. `keepsFragments`: of a site that routes by them. */
export function testAddress(patterns: readonly string[], address: string, keepsFragments: boolean): AddressTest {
  const page = readPageAddress(address.trim());
  const entries = listEntries(patterns);
  const checked = entries.map((pattern) => ({ pattern, reason: checkPagePattern(pattern) }));
  return {
    matching: checked.flatMap(({ pattern, reason }) =>
      reason === null && compilePagePattern(pattern, keepsFragments).matches(page) ? [pattern] : [],
    ),
    refused: checked.flatMap(({ pattern, reason }) => (reason === null ? [] : [{ pattern, reason }])),
    count: entries.length,
  };
}
