import { IconAdjustmentsHorizontal, IconChartBar, IconMessages, IconUsers, IconUsersGroup } from '@tabler/icons-react';

/** A place that the rail leads to. */
export interface Place {
  id: 'visitors' | 'chats' | 'team' | 'reports' | 'settings';
  href: string;
  /** Addresses that count as being there. */
  within: string[];
  /** Addresses below those that belong to another place. */
  without?: string[];
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
  {
    id: 'reports',
    href: '/dashboard',
    within: ['/dashboard', '/reports'],
    without: ['/reports/wrap-ups'],
    icon: IconChartBar,
  },
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
  const isBelow = (start: string) => location === start || location.startsWith(`${start}/`);
  return place.within.some(isBelow) && !place.without?.some(isBelow);
}
