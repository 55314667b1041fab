import type { ContentGroup } from '@foyer/protocol/content-group';
import { testAddress } from '../patterns/test-address.ts';

/** The first group that has a page, and the pattern by which; null: none has it. As the server's reports find it. */
export function findGroup(
  groups: readonly ContentGroup[],
  address: string,
  keepsFragments: boolean,
): { name: string; pattern: string } | null {
  for (const { name, pages } of groups) {
    const [pattern] = testAddress(pages, address, keepsFragments).matching;
    if (pattern !== undefined) return { name, pattern };
  }
  return null;
}
