/**
 * Whether a page of this origin may use a site's key: exact scheme, host and port, or a true subdomain where the site
 * allows `https://*.example.com`. A site without a list allows any page. Our own origin (the demo, the console) always may.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  allowed: readonly string[],
  ownOrigins: readonly string[],
): boolean {
  if (origin === undefined) return true; // not a browser: only limits apply
  const given = origin.toLowerCase();
  if (allowed.length === 0 || ownOrigins.includes(given)) return given !== 'null';
  return allowed.some((entry) => {
    const star = entry.indexOf('://*.');
    if (star === -1) return entry === given;
    const scheme = entry.slice(0, star + 3);
    const suffix = entry.slice(star + 4);
    return given.startsWith(scheme) && given.endsWith(suffix) && given.length > scheme.length + suffix.length;
  });
}
