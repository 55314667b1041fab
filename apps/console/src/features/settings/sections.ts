import {
  IconAdjustmentsHorizontal,
  IconBan,
  IconBell,
  IconBellRinging,
  IconClipboardCheck,
  IconClock,
  IconFileCode,
  IconFlask,
  IconFolders,
  IconForms,
  IconHierarchy2,
  IconHistory,
  IconKey,
  IconListCheck,
  IconListDetails,
  IconMailFast,
  IconMailForward,
  IconMessage2Bolt,
  IconMessageCircleCog,
  IconMessageCog,
  IconPhoto,
  IconRoute,
  IconShieldLock,
  IconTags,
  IconTargetArrow,
  IconUserOff,
  IconUserShield,
  IconWorldSearch,
} from '@tabler/icons-react';
import type { resources } from '../../i18n.ts';

/** Groups of sections, in the order in which they are shown. */
export const sectionGroups = ['site', 'greeting', 'chats', 'sending', 'installation'] as const;

/** A page of the settings. Its name is `settings:section.ID`. */
export interface Section {
  readonly id: string;
  readonly group: (typeof sectionGroups)[number];
  readonly href: string;
  readonly icon: typeof IconBell;
  /** Namespace of its texts; the labels under `field` are what the search finds. */
  readonly texts: keyof typeof resources;
}

/** All sections, in the order in which they are shown within their groups. */
export const sections = [
  {
    id: 'general',
    group: 'site',
    href: '/settings/general',
    icon: IconAdjustmentsHorizontal,
    texts: 'sites',
  },
  { id: 'chat-window', group: 'site', href: '/settings/chat-window', icon: IconMessageCircleCog, texts: 'chatWindow' },
  {
    id: 'opening-hours',
    group: 'site',
    href: '/settings/opening-hours',
    icon: IconClock,
    texts: 'openingHours',
  },
  { id: 'privacy', group: 'site', href: '/settings/privacy', icon: IconShieldLock, texts: 'privacy' },
  {
    id: 'content-groups',
    group: 'site',
    href: '/settings/content-groups',
    icon: IconFolders,
    texts: 'contentGroups',
  },
  { id: 'invites', group: 'greeting', href: '/settings/invites', icon: IconPhoto, texts: 'invites' },
  { id: 'alerts', group: 'greeting', href: '/settings/alerts', icon: IconBell, texts: 'alerts' },
  {
    id: 'prospects',
    group: 'greeting',
    href: '/settings/prospects',
    icon: IconTargetArrow,
    texts: 'prospects',
  },
  { id: 'experiments', group: 'greeting', href: '/settings/experiments', icon: IconFlask, texts: 'experiments' },
  { id: 'surveys', group: 'chats', href: '/settings/surveys', icon: IconListDetails, texts: 'surveys' },
  { id: 'wrap-up', group: 'chats', href: '/settings/wrap-up', icon: IconClipboardCheck, texts: 'wrapUp' },
  { id: 'tags', group: 'chats', href: '/settings/tags', icon: IconTags, texts: 'tags' },
  { id: 'client-form', group: 'chats', href: '/settings/client-form', icon: IconForms, texts: 'clientForm' },
  { id: 'chat-options', group: 'chats', href: '/settings/chat-options', icon: IconMessageCog, texts: 'chatOptions' },
  { id: 'routing', group: 'chats', href: '/settings/routing', icon: IconRoute, texts: 'routing' },
  {
    id: 'canned-responses',
    group: 'chats',
    href: '/settings/canned-responses',
    icon: IconMessage2Bolt,
    texts: 'canned',
  },
  { id: 'blocks', group: 'chats', href: '/settings/blocks', icon: IconUserOff, texts: 'blocks' },
  { id: 'findings', group: 'greeting', href: '/settings/findings', icon: IconListCheck, texts: 'ruleFindings' },
  { id: 'exclusions', group: 'greeting', href: '/settings/exclusions', icon: IconBan, texts: 'exclusions' },
  {
    id: 'referring-sites',
    group: 'greeting',
    href: '/settings/referring-sites',
    icon: IconWorldSearch,
    texts: 'referringSites',
  },
  {
    id: 'notifications',
    group: 'sending',
    href: '/settings/notifications',
    icon: IconBellRinging,
    texts: 'notifications',
  },
  {
    id: 'report-schedules',
    group: 'sending',
    href: '/settings/report-schedules',
    icon: IconMailFast,
    texts: 'reportSchedules',
  },
  { id: 'outbox', group: 'sending', href: '/settings/outbox', icon: IconMailForward, texts: 'outbox' },
  {
    id: 'departments',
    group: 'chats',
    href: '/settings/departments',
    icon: IconHierarchy2,
    texts: 'departments',
  },
  { id: 'users', group: 'installation', href: '/settings/users', icon: IconUserShield, texts: 'users' },
  { id: 'api-keys', group: 'installation', href: '/settings/api-keys', icon: IconKey, texts: 'apiKeys' },
  {
    id: 'configuration',
    group: 'installation',
    href: '/settings/configuration',
    icon: IconFileCode,
    texts: 'configuration',
  },
  { id: 'changes', group: 'installation', href: '/settings/changes', icon: IconHistory, texts: 'changes' },
] as const satisfies readonly Section[];

export type SectionId = (typeof sections)[number]['id'];
