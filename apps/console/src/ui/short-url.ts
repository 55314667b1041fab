/** A URL as lists show it: path and query; the host only when there is no more to it, or when asked for. */
export function shortUrl(url: string, withHost = false): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null) return url;
  const host = match[1] ?? '';
  const rest = match[2] ?? '';
  if (withHost) return rest === '/' ? host : host + rest;
  return rest === '' ? '/' : rest;
}
