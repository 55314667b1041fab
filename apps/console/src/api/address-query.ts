import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** Fields of an address behind the question mark; one that is empty is not there. */
export type AddressFields = Readonly<Record<string, string>>;

/** The query of an address with these fields, with its question mark; empty when there is none. */
export function toSearch(fields: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

/**
 * Those fields of the present address that a page knows, and how to change some of them: null takes one away. The other
 * fields and the path stay.
 */
export function useAddressFields(
  known: readonly string[],
): [fields: AddressFields, change: (changes: Readonly<Record<string, string | null>>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const all = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search]);
  const fields = useMemo(
    () => Object.fromEntries(Object.entries(all).filter(([name, value]) => known.includes(name) && value !== '')),
    [all, known],
  );
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) =>
      navigate(`${path}${toSearch({ ...all, ...changes })}`, { replace: true }),
    [path, navigate, all],
  );
  return [fields, change];
}
