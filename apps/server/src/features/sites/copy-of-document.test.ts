import { expect, test } from 'vitest';
import { copyOfDocument } from './copy-of-document.ts';

const named = (name: string) => JSON.stringify({ name });

test.each<[what: string, original: string, others: string[], copy: string]>([
  ['the first copy', 'X', [], 'X copy'],
  ['the second one', 'X', ['X copy'], 'X copy 2'],
  ['the first number that is free', 'X', ['X copy', 'X copy 2', 'X copy 4'], 'X copy 3'],
  ['a copy of a copy', 'X copy', ['X'], 'X copy 2'],
  ['a copy of a numbered one', 'X copy 7', ['X copy'], 'X copy 2'],
  ['names in another case are taken, too', 'x', ['X COPY'], 'x copy 2'],
  ['a name that only ends like one', 'Photocopy', [], 'Photocopy copy'],
  ['a long name is cut', 'x'.repeat(80), [], `${'x'.repeat(75)} copy`],
  ['cut for the number, too', 'x'.repeat(80), [`${'x'.repeat(75)} copy`], `${'x'.repeat(73)} copy 2`],
  ['not in the middle of a character', `${'x'.repeat(74)}😀…`, [], `${'x'.repeat(74)} copy`],
])('%s', (_what, original, others, copy) => {
  const body = copyOfDocument(named(original), [original, ...others].map(named));
  expect(JSON.parse(body)).toEqual({ name: copy, enabled: false });
});

test('everything else is the original’s', () => {
  const original = JSON.stringify({ name: 'X', enabled: true, shadow: true, actions: { popup: true } });
  expect(JSON.parse(copyOfDocument(original, [original]))).toEqual({
    name: 'X copy',
    enabled: false,
    shadow: true,
    actions: { popup: true },
  });
});
