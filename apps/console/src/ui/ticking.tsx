import { useServerNow } from '../api/server-clock.ts';
import { formatElapsed } from './elapsed.ts';

/** Time since an instant of the server, counting; stands still when `until` is given. */
export function Ticking({ since, until = null }: { since: number; until?: number | null }) {
  return until === null ? <Running since={since} /> : <span>{formatElapsed(until - since)}</span>;
}

function Running({ since }: { since: number }) {
  const now = useServerNow();
  return <span>{formatElapsed(now - since)}</span>;
}
