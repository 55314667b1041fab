const fragment = /^#once=([A-Za-z0-9_-]{20,100})$/;
const linkFragment = /^#([A-Za-z0-9_-]{20,100})$/;

/** Whether the address brings a one-time token. */
export function hasOneTimeToken(): boolean {
  return fragment.test(location.hash);
}

/** Takes the one-time token out of the address, so that neither history nor a shared link keeps it; null when there is none. */
export function takeOneTimeToken(): string | null {
  return take(fragment);
}

/** Takes the token of an invitation, or of a link to a new password, out of the address; null when there is none. */
export function takeLinkToken(): string | null {
  return take(linkFragment);
}

function take(pattern: RegExp): string | null {
  const token = pattern.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
