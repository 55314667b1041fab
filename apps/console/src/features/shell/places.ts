import {
  IconAdjustmentsHorizontal,
  IconBan,
  IconBell,
  IconMailForward,
  IconMessages,
  IconPhoto,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';

/** A place that the rail leads to. */
export interface Place {
  id: 'visitors' | 'chats' | 'alerts' | 'invites' | 'exclusions' | 'outbox' | 'site' | 'users';
  href: string;
  /** Addresses that count as being there. */
  within: string[];
  icon: typeof IconUsers;
}

/** What every operator sees. */
export const workPlaces: Place[] = [
  { id: 'visitors', href: '/visitors', within: ['/visitors', '/visits'], icon: IconUsers },
  { id: 'chats', href: '/chats', within: ['/chats', '/recent-chats'], icon: IconMessages },
];

/** What administrators see besides. */
export const settingsPlaces: Place[] = [
  { id: 'alerts', href: '/settings/alerts', within: ['/settings/alerts'], icon: IconBell },
  { id: 'invites', href: '/settings/invites', within: ['/settings/invites'], icon: IconPhoto },
  { id: 'exclusions', href: '/settings/exclusions', within: ['/settings/exclusions'], icon: IconBan },
  { id: 'outbox', href: '/settings/outbox', within: ['/settings/outbox'], icon: IconMailForward },
  { id: 'site', href: '/settings/site', within: ['/settings/site'], icon: IconAdjustmentsHorizontal },
  { id: 'users', href: '/settings/users', within: ['/settings/users'], icon: IconUserShield },
];

/** Whether an address is at a place or below it. */
export function isWithin(location: string, place: Place): boolean {
  return place.within.some((start) => location === start || location.startsWith(`${start}/`));
}
