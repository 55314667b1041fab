const digitsByCurrency = new Map<string, number>();

/** Digits after the decimal point of a currency (ISO 4217): 2 for GBP, 0 for JPY, 3 for BHD. */
export function currencyDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** Minor units of an amount as people or pages write it; null: no decimal number, or more digits than the currency has. */
export function parseAmount(amount: string | number, currency: string): number | null {
  const digits = currencyDigits(currency);
  const written = typeof amount === 'number' ? writeNumber(amount) : amount.trim();
  const match = /^([+-]?)(\d{1,12})(?:\.(\d{0,12}))?$/.exec(written);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** A decimal string with the currency's digits: `-12.50`. */
export function formatAmount(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Pages add prices in floating point, so that 0.1 + 0.2 comes as 0.30000000000000004: what lies beyond 15 digits is noise. */
function writeNumber(amount: number): string {
  return Number.isFinite(amount) && Math.abs(amount) < 1e12 ? String(Number(amount.toPrecision(15))) : '';
}
