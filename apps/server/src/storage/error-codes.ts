/**
 * The code and message of an error and of everything that caused it (`cause`, and the parts of an AggregateError, which is
 * what Node throws when a host has several addresses and none answers), nearest first.
 */
export function codesOf(error: unknown): { code: string | null; message: string }[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [{ code, message: error.message }, ...parts.flatMap(codesOf), ...codesOf(error.cause)];
}
