import type { Entry, ReferenceField } from './kind.ts';

/** Gives each reference of a document another form; null stays null. */
export function mapReferences(
  entry: Entry,
  fields: readonly ReferenceField[],
  map: (to: ReferenceField['to'], reference: string, path: string) => string | null,
): Entry {
  let { content } = entry;
  for (const { to, path } of fields) {
    const mapped = mapAt(content, path, (reference) => map(to, reference, path.join('.')));
    content = mapped as Entry['content'];
  }
  return { ...entry, content };
}

function mapAt(value: unknown, path: readonly string[], map: (reference: string) => string | null): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return mapValue(value, map);
  if (Array.isArray(value)) return value.map((one) => mapAt(one, path, map));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => [name, name === key ? mapAt(inner, rest, map) : inner]),
  );
}

/** One reference, or a list of them, of which those that lead nowhere are dropped. */
function mapValue(value: unknown, map: (reference: string) => string | null): unknown {
  if (typeof value === 'string') return map(value);
  if (!Array.isArray(value)) return value;
  return value.map((one) => (typeof one === 'string' ? map(one) : one)).filter((one) => one !== null);
}
