import { expect, test } from 'vitest';
import { fieldErrors } from './field-errors.ts';
import { ApiError } from './rest-client.ts';

const fields = ['name', 'entryPages', 'actions', 'actions.invite'];
const refused = (errors: { path: string; message: string }[]) =>
  new ApiError('Refused', { type: 'about:blank', title: 'Refused', status: 400, code: 'invalid_request', errors });

test.each<[rule: string, path: string, expected: Record<string, string>]>([
  ['a fault goes to its field', 'name', { name: 'bad' }],
  ['the most exact field wins', 'actions.invite', { 'actions.invite': 'bad' }],
  ['a fault in a list names its entry', 'entryPages.3', { entryPages: 'Entry 4: bad' }],
  ['a fault of no field keeps its path', 'paid.cost', { '': 'paid.cost: bad' }],
  ['a field whose name merely begins the same is another', 'names', { '': 'names: bad' }],
])('%s', (_rule, path, expected) => {
  expect(fieldErrors(refused([{ path, message: 'bad' }]), fields)).toEqual(expected);
});

test('several faults of one field stand on lines of their own', () => {
  const error = refused([
    { path: 'entryPages.0', message: 'too long' },
    { path: 'entryPages.2', message: 'empty' },
  ]);
  expect(fieldErrors(error, fields)).toEqual({ entryPages: 'Entry 1: too long\nEntry 3: empty' });
});

test('a failure without faults has none', () => {
  expect(fieldErrors(new Error('boom'), fields)).toEqual({});
});
