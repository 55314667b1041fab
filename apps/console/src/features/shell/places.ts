import { IconAdjustmentsHorizontal, IconMessages, IconUsers, IconUsersGroup } from '@tabler/icons-react';

/** A place that the rail leads to. */
export interface Place {
  id: 'visitors' | 'chats' | 'team' | 'settings';
  href: string;
  /** Addresses that count as being there. */
  within: string[];
  icon: typeof IconUsers;
}

/** What every operator sees. */
export const workPlaces: Place[] = [
  {
    id: 'visitors',
    href: '/visitors',
    within: [
      '/visitors',
      '/visits',
      '/visitor-list',
      '/prospects',
      '/customers',
      '/alert-visits',
      '/spiders',
      '/exceptions',
    ],
    icon: IconUsers,
  },
  {
    id: 'chats',
    href: '/chats',
    within: ['/chats', '/missed-chats', '/recent-chats', '/reports/wrap-ups'],
    icon: IconMessages,
  },
  { id: 'team', href: '/team', within: ['/team'], icon: IconUsersGroup },
];

/** What administrators see besides. */
export const settingsPlace: Place = {
  id: 'settings',
  href: '/settings',
  within: ['/settings'],
  icon: IconAdjustmentsHorizontal,
};

/** Whether an address is at a place or below it. */
export function isWithin(location: string, place: Place): boolean {
  return place.within.some((start) => location === start || location.startsWith(`${start}/`));
}
