import { z } from 'zod';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON schema, as far as it is looked at here. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly properties?: Record<string, Shape>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** Stands for a number too large for JavaScript, which JSON can write. */
const hugeNumber = '@1e400@';

const strangers: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  hugeNumber,
  'text',
  '',
  [],
  ['text'],
  [[1]],
  {},
  { $gt: '' },
  { toString: 'x' },
  { length: 1 },
];

/** Frames like a valid one, each with one field of a wrong type or out of range, as text. Made from the verb's own schema. */
export function wrongFrames(schema: z.ZodType, valid: object): { where: string; text: string }[] {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return fieldsOf(shape, []).flatMap(({ path, shape: field }) =>
    wrongValues(field).map((value) => ({
      where: `${path.join('.')} = ${JSON.stringify(value).slice(0, 40)}`,
      text: JSON.stringify(replaceAt(valid as Json, path, value)).replaceAll(`"${hugeNumber}"`, '1e400'),
    })),
  );
}

function fieldsOf(shape: Shape, path: readonly string[]): { path: readonly string[]; shape: Shape }[] {
  const below: { path: readonly string[]; shape: Shape }[] = path.length === 0 ? [] : [{ path, shape }];
  for (const [name, field] of Object.entries(shape.properties ?? {})) below.push(...fieldsOf(field, [...path, name]));
  if (shape.items) below.push(...fieldsOf(shape.items, [...path, '0']));
  if (typeof shape.additionalProperties === 'object')
    below.push(...fieldsOf(shape.additionalProperties, [...path, 'plan']));
  return below;
}

function wrongValues(shape: Shape): Json[] {
  const types = new Set([shape, ...(shape.anyOf ?? [])].map((one) => one.type ?? typeof (one.const ?? one.enum?.[0])));
  const wrong = strangers.filter((value) => {
    const type = typeOf(value);
    return !types.has(type) && !(type === 'integer' && types.has('number'));
  });
  const texts = [shape, ...(shape.anyOf ?? [])].filter((one) => one.type === 'string');
  const isPicky =
    texts.length > 0 && texts.every((one) => one.const !== undefined || one.enum || one.format || one.pattern);
  if (isPicky) wrong.push('text', `x${'\0'}`, '__proto__');
  for (const { maxLength } of texts)
    if (maxLength !== undefined && maxLength < 9000) wrong.push('x'.repeat(maxLength + 1));
  if (types.has('integer')) wrong.push(2 ** 53, -(2 ** 53));
  if (shape.minimum !== undefined) wrong.push(shape.minimum - 1);
  if (types.has('array')) wrong.push(Array.from({ length: 1001 }, () => 'a'));
  return wrong;
}

function typeOf(value: Json): string {
  if (value === hugeNumber) return 'huge';
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function replaceAt(value: Json, [name, ...rest]: readonly string[], wrong: Json): Json {
  if (name === undefined) return wrong;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaceAt(item, rest, wrong) : item));
  const fields = typeof value === 'object' && value !== null ? value : {};
  return { ...fields, [name]: replaceAt(fields[name] ?? null, rest, wrong) };
}
