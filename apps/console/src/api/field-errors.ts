import { ApiError } from './rest-client.ts';

/**
 * Faults of a refused form by field, for showing beside it. A fault inside a list names its entry, counted from one.
 * Those that belong to none of `fields` are under the key `''`.
 */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  const found: Record<string, string> = {};
  for (const { path, message } of faults) {
    const field = longestPrefix(path, fields);
    const text = field === '' && path !== '' ? `${path}: ${message}` : withEntry(path.slice(field.length), message);
    found[field] = found[field] === undefined ? text : `${found[field]}\n${text}`;
  }
  return found;
}

function longestPrefix(path: string, fields: readonly string[]): string {
  const inside = fields.filter((field) => path === field || path.startsWith(`${field}.`));
  return inside.sort((a, b) => b.length - a.length)[0] ?? '';
}

function withEntry(rest: string, message: string): string {
  const index = /^\.(\d+)/.exec(rest)?.[1];
  return index === undefined ? message : `Entry ${Number(index) + 1}: ${message}`;
}
