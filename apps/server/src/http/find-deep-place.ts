/**
 * The path of a place in a parsed JSON value that lies more than so many levels of objects and lists deep; null: none does.
 * Level by level, since a walk that calls itself would run out of stack on what it is to find.
 */
export function findDeepPlace(value: unknown, maxDepth: number): string | null {
  let level: { readonly value: unknown; readonly path: string }[] = [{ value, path: '' }];
  for (let depth = 0; depth <= maxDepth; depth++) {
    level = level.flatMap((one) =>
      isParsed(one.value)
        ? Object.entries(one.value).map(([key, inner]) => ({
            value: inner,
            path: one.path === '' ? key : `${one.path}.${key}`,
          }))
        : [],
    );
    if (level.length === 0) return null;
  }
  return level[0]?.path ?? null;
}

/** What JSON is parsed to; an upload's bytes or stream are not walked through. */
function isParsed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
