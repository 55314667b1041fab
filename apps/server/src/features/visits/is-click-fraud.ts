/**
 * Whether this entry, the so manieth of an address through a paid alert on its local day, is the one that makes it
 * suspicious: more than `entriesPerDay` raise one exception, not one each. Null: the alert does not ask.
 */
export function isClickFraud(entries: number, entriesPerDay: number | null): boolean {
  return entriesPerDay !== null && entries === entriesPerDay + 1;
}
