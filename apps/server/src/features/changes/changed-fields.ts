import { isDeepStrictEqual } from 'node:util';

/** Fields that differ between two documents, in the order of the newer one: `name`, `actions.popup`. Lists are one field. */
export function changedFields(before: object | null, after: object | null): string[] {
  if (before === null || after === null) return [];
  return differences(before as Fields, after as Fields, '');
}

type Fields = Record<string, unknown>;

function differences(before: Fields, after: Fields, prefix: string): string[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const [one, other] = [before[name], after[name]];
    if (isDeepStrictEqual(one, other)) return [];
    return isFields(one) && isFields(other) ? differences(one, other, `${prefix}${name}.`) : [`${prefix}${name}`];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
