import type { ChangeDetail } from '@foyer/protocol/change';
import { expect, test } from 'vitest';
import { listDifferences, nameField } from './list-differences.ts';

const change = (before: ChangeDetail['before'], after: ChangeDetail['after'], fields: string[] = []) =>
  listDifferences({ before, after, fields } as ChangeDetail);

test('a change shows the fields that differ, whatever their depth', () => {
  expect(
    change({ name: 'A', actions: { popup: false } }, { name: 'A', actions: { popup: true } }, ['actions.popup']),
  ).toEqual([{ field: 'actions.popup', before: false, after: true }]);
});

test('a document that was made or deleted shows all of itself, but its id', () => {
  expect(change(null, { id: '1', name: 'A' })).toEqual([{ field: 'name', before: undefined, after: 'A' }]);
  expect(change({ id: '1', name: 'A' }, null)).toEqual([{ field: 'name', before: 'A', after: undefined }]);
});

test.each([
  ['name', 'Name'],
  ['entryPages', 'Entry pages'],
  ['actions.emailVisitor', 'Actions › email visitor'],
])('%s reads %s', (path, name) => {
  expect(nameField(path)).toBe(name);
});
