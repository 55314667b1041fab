/**
 * Whether a page of `origin` may give this window a ticket: one of our own, or of the site, which may allow
 * `https://*.example.com`. A site that names none allows any.
 */
export function isOriginOf(origin: string, allowed: readonly string[], own: string = location.origin): boolean {
  if (origin === own) return true;
  if (allowed.length === 0) return origin !== 'null';
  return allowed.some((entry) => {
    const [scheme, suffix] = entry.split('//*');
    if (suffix === undefined) return entry === origin;
    const start = `${scheme}//`;
    return origin.startsWith(start) && origin.endsWith(suffix) && origin.length > start.length + suffix.length;
  });
}
