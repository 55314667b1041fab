const counts = new Intl.NumberFormat('en-GB');
const shares = new Intl.NumberFormat('en-GB', { style: 'percent', maximumSignificantDigits: 2 });

/** A count with its thousands apart: `12,345`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A part of a whole in per cent, in two digits: `12%`, `0.35%`. Of nothing it is none. */
export function formatShare(part: number, whole: number): string {
  return shares.format(whole === 0 ? 0 : part / whole);
}
