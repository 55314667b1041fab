const fragment = /^#once=([A-Za-z0-9_-]{20,100})$/;

/** Whether the address brings a one-time token. */
export function hasOneTimeToken(): boolean {
  return fragment.test(location.hash);
}

/** Takes the one-time token out of the address, so that neither history nor a shared link keeps it; null when there is none. */
export function takeOneTimeToken(): string | null {
  const token = fragment.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
