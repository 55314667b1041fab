import type { Site } from '@foyer/protocol/site';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';

/** What of a site's settings its visitors' pages are told. */
export function windowSettings({ chatWindow }: Site): WindowSettings {
  return { ...chatWindow };
}
