/** Ends a `switch` over a union: does not compile until every member is handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled: ${JSON.stringify(value)}`);
}
