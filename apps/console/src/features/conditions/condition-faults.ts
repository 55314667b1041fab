import { fieldErrors } from '../../api/field-errors.ts';
import { ApiError } from '../../api/rest-client.ts';

/** Faults of an expression by the path inside it: `all.0.value`, or `''` for the whole. */
export type ExpressionFaults = Readonly<Record<string, string>>;

/** The faults that the server found in the expression that stands at `field` of a refused document. */
export function expressionFaults(error: unknown, field: string): ExpressionFaults {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  const paths = faults
    .map(({ path }) => path)
    .filter((path) => path === field || path.startsWith(`${field}.`))
    // An entry of a list is told at the list.
    .map((path) => path.replace(/(\.value)\.\d+$/, '$1'));
  const byPath = fieldErrors(error, paths);
  return Object.fromEntries([...new Set(paths)].map((path) => [path.slice(field.length + 1), byPath[path] ?? '']));
}

const fields = ['variable', 'name', 'operator', 'value'];

/** Of all faults those of the term at a path, by field; `''`: of the whole of it. */
export function faultsAt(faults: ExpressionFaults, path: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [at, message] of Object.entries(faults)) {
    if (at === path) found[''] = message;
    else if (at.startsWith(path === '' ? '' : `${path}.`)) {
      const rest = at.slice(path === '' ? 0 : path.length + 1);
      if (fields.includes(rest)) found[rest] = message;
      else if (!/^(all|any|none)(\.|$)/.test(rest)) found[''] = `${rest}: ${message}`;
    }
  }
  return found;
}
