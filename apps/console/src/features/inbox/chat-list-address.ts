import type { AddressFields } from '../../api/address-query.ts';

/** What a list of chats can be asked for in its address. `entry`: the place in a chat that is opened. */
export const recentFields = [
  'from',
  'to',
  'text',
  'filter',
  'state',
  'outcome',
  'operator',
  'department',
  'skill',
  'wrapUp',
  'tag',
  'rating',
  'waitedSeconds',
  'sort',
  'direction',
  'columns',
] as const;
export const missedFields = ['from', 'to', 'text', 'filter', 'status', 'sort', 'direction'] as const;

/** What of an address is asked of the server. */
export function askedOf({ columns: _columns, ...asked }: AddressFields): AddressFields {
  return asked;
}

/** Whether an address narrows the list, and not only orders it. */
export function isNarrowed({
  sort: _sort,
  direction: _direction,
  columns: _columns,
  status: _status,
  ...rest
}: AddressFields): boolean {
  return Object.keys(rest).length > 0;
}
