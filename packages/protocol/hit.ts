import { z } from 'zod';
import { inviteFrameSchema } from './invite.ts';
import { pagePrivacySchema } from './privacy.ts';
import { text } from './text.ts';
import {
  consentReport,
  languageWishes,
  pageVerbs,
  siteKeySchema,
  tabIdSchema,
  visitorIdSchema,
  windowSettingsSchema,
} from './visitor-socket.ts';

/** Who reports by a hit: what a socket says in its hello. */
const reporter = {
  site: siteKeySchema,
  visitor: visitorIdSchema,
  tab: tabIdSchema,
  languages: languageWishes.optional(),
  ...consentReport,
};

/**
 * Body of `POST /t/hit`, for browsers whose sockets are blocked, and for beacons when a page is left: one message of a page,
 * as its socket would send it. Without a `type` it is a page view.
 */
export const hitSchema = z.discriminatedUnion('type', [
  pageVerbs['page.viewed'].extend({ ...reporter, type: z.literal('page.viewed').optional().default('page.viewed') }),
  pageVerbs['revenue.reported'].extend(reporter),
  pageVerbs['cost.reported'].extend(reporter),
  pageVerbs['event.happened'].extend(reporter),
  z.object({ ...reporter, type: z.enum(['page.left', 'page.hidden', 'page.visible']) }),
]);
export type Hit = z.infer<typeof hitSchema>;

/** What the page needs to know after a hit. */
export const hitAnswerSchema = z.object({
  recorded: z.boolean(),
  online: z.boolean(),
  excluded: z.boolean(),
  chatOpen: z.boolean(),
  invite: inviteFrameSchema.nullable(),
  settings: windowSettingsSchema,
  buttonHidden: z.boolean(),
  privacy: pagePrivacySchema,
  /** All that was known of the visitor is erased: the page forgets their id. */
  erased: z.boolean(),
});

/** Query of `GET /t/pixel.gif`, for pages without scripts. The visitor is told by address and browser for the day. */
export const pixelQuerySchema = z.object({
  site: siteKeySchema,
  url: text(2000).optional(),
  title: text(300).optional(),
});

/** Query and answer of `GET /t/availability` (W-110). */
export const availabilityQuerySchema = z.object({
  site: siteKeySchema,
  /** By name or id: whether anybody is Online for it. */
  department: text(80).optional(),
  /** Names or ids, separated by commas. */
  skills: text(500).optional(),
});
export const availabilitySchema = z.object({ online: z.boolean() });
