import { z } from 'zod';
import { inviteFrameSchema } from './invite.ts';
import { text } from './text.ts';
import { pageViewReport, siteKeySchema, tabIdSchema, visitorIdSchema, windowSettingsSchema } from './visitor-socket.ts';

/** Body of `POST /t/hit`, for browsers whose sockets are blocked, and for beacons when a page is left. */
export const hitSchema = z.object({
  site: siteKeySchema,
  visitor: visitorIdSchema,
  tab: tabIdSchema,
  type: z.enum(['page.viewed', 'page.left', 'page.hidden', 'page.visible']).default('page.viewed'),
  ...pageViewReport,
});
export type Hit = z.infer<typeof hitSchema>;

/** What the page needs to know after a hit. */
export const hitAnswerSchema = z.object({
  recorded: z.boolean(),
  online: z.boolean(),
  excluded: z.boolean(),
  chatOpen: z.boolean(),
  invite: inviteFrameSchema.nullable(),
  settings: windowSettingsSchema,
});

/** Query of `GET /t/pixel.gif`, for pages without scripts. The visitor is told by address and browser for the day. */
export const pixelQuerySchema = z.object({
  site: siteKeySchema,
  url: text(2000).optional(),
  title: text(300).optional(),
});

/** Query and answer of `GET /t/availability` (W-110). */
export const availabilityQuerySchema = z.object({ site: siteKeySchema });
export const availabilitySchema = z.object({ online: z.boolean() });
