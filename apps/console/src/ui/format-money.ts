/** An amount in minor units as its currency (ISO 4217) is written: `£12.50`, `-€3.00`, `JP¥2,500`. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A round amount in minor units where there is little room: `£2`, `£1.5k`. */
export function formatMoneyShort(minor: number, currency: string): string {
  const digits = new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  return format.format(minor / 10 ** (digits ?? 2));
}
