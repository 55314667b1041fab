import { localTime } from '@foyer/rules/site-time';
import { useSite } from './current-site.ts';
import { serverNow } from './server-clock.ts';

/** Today by the clock of the chosen site, `YYYY-MM-DD`. Only inside the shell. */
export function useSiteToday(): string {
  return localTime(serverNow(), useSite()?.timeZone ?? 'UTC').date;
}
