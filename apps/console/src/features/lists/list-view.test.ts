import { describe, expect, test } from 'vitest';
import { askedOf, type ListDefinition, readListView, writeListView } from './list-view.ts';

const definition: ListDefinition = {
  base: '/customers',
  sorts: { startedAt: 'started', revenue: 'revenue' },
  extras: ['alertId'],
};
const read = (search: string) => readListView(search, definition, '2026-03-31');

describe('a list’s address', () => {
  test('without anything: the last 30 days, newest first, columns as remembered', () => {
    expect(read('')).toEqual({
      range: { from: '2026-03-02', to: '2026-03-31' },
      filter: null,
      sort: { column: 'startedAt', direction: 'descending' },
      columns: null,
      extras: { alertId: '' },
    });
  });

  test('what it says is read back from what is written', () => {
    const view = {
      range: { from: '2026-03-01', to: '' },
      filter: { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] },
      sort: { column: 'revenue', direction: 'ascending' },
      columns: ['revenue', 'visitor'],
      extras: { alertId: 'a1' },
    } as const;
    expect(read(writeListView(view as never, definition))).toEqual(view);
  });

  test('all time has both sides open, and does not fall back to 30 days', () => {
    expect(read('from=&to=').range).toEqual({ from: '', to: '' });
    expect(String(askedOf(read('from=&to=')))).toBe('');
  });

  test.each([
    ['a day that is none', 'from=2026-02-30&to=2026-03-01', 'range', { from: '2026-03-02', to: '2026-03-31' }],
    ['a filter that is none', 'filter={"all":[{"variable":"no"}]}', 'filter', null],
    ['an order that there is not', 'sort=name', 'sort', { column: 'startedAt', direction: 'descending' }],
  ] as const)('%s counts as not said', (_what, search, part, expected) => {
    expect(read(search)[part]).toEqual(expected);
  });

  test('the server is asked for days, filter and alert, not for columns', () => {
    expect(String(askedOf(read('from=2026-03-01&to=2026-03-02&columns=a&alertId=x')))).toBe(
      'from=2026-03-01&to=2026-03-02&alertId=x',
    );
  });
});
