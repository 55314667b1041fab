/** First value of a query parameter of a page address, decoded; null when it has none of that name (case counts). */
export function findQueryParameter(url: string, name: string): string | null {
  const [beforeFragment = ''] = url.split('#', 1);
  const at = beforeFragment.indexOf('?');
  return at < 0 ? null : new URLSearchParams(beforeFragment.slice(at + 1)).get(name);
}
