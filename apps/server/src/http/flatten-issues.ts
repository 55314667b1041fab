import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One fault of a document: dotted path, and what is wrong in words. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * Faults of a refused value, each at the innermost field it concerns. Where a value could have been one of several shapes,
 * the faults are those of the shape it comes nearest to.
 */
export function flattenIssues(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const faults = issue.errors.map((branch) => flattenIssues(branch, path));
      const [nearest] = faults.sort((one, other) => nearness(other) - nearness(one));
      // No shape fits better than another: then the whole is at fault.
      if (nearest?.some((fault) => fault.path !== join(path))) return nearest;
    }
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: join([...path, key]), message: 'is not a known field' }));
    return [{ path: join(path), message: issue.message }];
  });
}

/** How near a value came to a shape: the deeper its first fault, the nearer; then the fewer faults. */
function nearness(faults: readonly Fault[]): number {
  const unknownFields = faults.filter(({ message }) => message === 'is not a known field').length;
  const depth = Math.max(0, ...faults.map(({ path }) => path.split('.').length));
  return depth * 100 - faults.length - unknownFields * 1000;
}

function join(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
