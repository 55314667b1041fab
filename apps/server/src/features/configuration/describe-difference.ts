/** A difference of one field, in words. */
export interface Difference {
  readonly path: string;
  readonly words: string;
}

/** Longest text of a value. */
const longest = 200;
/** Entries of a list that are told. */
const told = 10;

/** Whether two JSON values are written alike. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What becomes of each field of a JSON object. */
export function describeDifferences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after) && !isSecret(before) && !isSecret(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      describeDifferences(before[key] ?? null, after[key] ?? null, path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return [{ path, words: describeLists(before, after) }];
  return [{ path, words: `${describeValue(before)} → ${describeValue(after)}` }];
}

function describeLists(before: readonly unknown[], after: readonly unknown[]): string {
  const keyOf = (value: unknown) =>
    isObject(value) && typeof value.name === 'string' ? value.name : JSON.stringify(value);
  const old = new Map(before.map((value) => [keyOf(value), value]));
  const kept = new Map(after.map((value) => [keyOf(value), value]));
  const added = after.filter((value) => !old.has(keyOf(value)));
  const removed = before.filter((value) => !kept.has(keyOf(value)));
  const changed = after.filter((value) => old.has(keyOf(value)) && !isSame(old.get(keyOf(value)), value));
  const words = [
    ...(added.length > 0 ? [`adds ${describeEntries(added)}`] : []),
    ...(removed.length > 0 ? [`removes ${describeEntries(removed)}`] : []),
    ...(changed.length > 0 ? [`changes ${describeEntries(changed)}`] : []),
  ];
  return words.length > 0 ? words.join('; ') : 'in another order';
}

function describeEntries(values: readonly unknown[]): string {
  const more = values.length > told ? ` and ${values.length - told} more` : '';
  const names = values
    .slice(0, told)
    .map((value) => describeValue(isObject(value) && typeof value.name === 'string' ? value.name : value));
  return `${names.join(', ')}${more}`;
}

/** A JSON value in words. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value === '' ? 'nothing' : `“${cut(value)}”`;
  if (isSecret(value)) return value.secret === 'kept' ? 'as stored' : 'set anew';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : describeEntries(value);
  if (isObject(value)) return cut(describeObject(value));
  return String(value);
}

/** Its fields with their values; a condition as it reads. */
function describeObject(value: Record<string, unknown>): string {
  if (typeof value.variable === 'string') {
    const { variable, name, operator, value: compared } = value;
    const words = [variable, name, operator, compared === undefined ? undefined : describeValue(compared)];
    return words.filter((word) => word !== undefined).join(' ');
  }
  return Object.entries(value)
    .map(
      ([key, inner]) =>
        `${key} ${isObject(inner) && !isSecret(inner) ? `(${describeObject(inner)})` : describeValue(inner)}`,
    )
    .join(', ');
}

function cut(text: string): string {
  if (text.length <= longest) return text;
  const start = text.slice(0, longest);
  return `${start.isWellFormed() ? start : start.slice(0, -1)}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands in the place of a secret: `kept`, or `new` in a plan. */
function isSecret(value: unknown): value is { secret: string } {
  return isObject(value) && typeof value.secret === 'string' && Object.keys(value).length === 1;
}
