import { presetOf, type RangePreset, rangeOf, rangePresets } from '../../ui/day-range.ts';

/** What stands in a list's address behind the question mark, field by field. */
export type AddressQuery = Readonly<Record<string, string>>;

/** As it is saved: days that are a preset today are kept as that preset, so that they move on. `today`: of the site. */
export function toStored(query: AddressQuery, today: string): AddressQuery {
  const { from, to, ...rest } = query;
  if (from === undefined || to === undefined) return query;
  const preset = presetOf({ from, to }, today);
  return preset === null ? query : { ...rest, range: preset };
}

/** A saved query as it stands in the address today. */
export function toAddress(query: AddressQuery, today: string): AddressQuery {
  const { range, ...rest } = query;
  return isPreset(range) ? { ...rest, ...rangeOf(range, today) } : rest;
}

function isPreset(range: string | undefined): range is RangePreset {
  return (rangePresets as readonly (string | undefined)[]).includes(range);
}

/** Whether two queries ask for the same, whatever their order. */
export function isSameQuery(one: AddressQuery, other: AddressQuery): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
