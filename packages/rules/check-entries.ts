import type { FieldError } from './field-error.ts';
import { readPatternList } from './pattern-list.ts';

/**
 * Checks a list of patterns as the engine will read it: an entry such as `a;b` is two. `check` gives null, or what is
 * wrong with one of them.
 */
export function checkEntries(
  entries: readonly string[],
  path: string,
  check: (entry: string) => string | null,
): FieldError[] {
  return entries.flatMap((entry, index) => {
    const parts = readPatternList(entry);
    if (parts.length === 0) return [{ path: `${path}.${index}`, message: 'is empty' }];
    return parts.flatMap((part) => {
      const message = check(part);
      if (message === null) return [];
      return [{ path: `${path}.${index}`, message: parts.length === 1 ? message : `“${part}” ${message}` }];
    });
  });
}
