import { z } from 'zod';
import { clientId, messageBody } from './chat.ts';
import { roles } from './operator.ts';

/** A conversation of the team as one of them sees it: the channel of a site, or a colleague. Exactly one of the two. */
export const teamConversationSchema = z.object({ siteId: z.uuid().nullable(), operatorId: z.uuid().nullable() });
export type TeamConversation = z.infer<typeof teamConversationSchema>;

/** One message of the team. */
export const teamMessageSchema = z.object({
  /** 1, 2, 3 … without gaps within the conversation. */
  seq: z.number().int().min(1),
  at: z.number().int(),
  operatorId: z.uuid(),
  operatorName: z.string(),
  cid: clientId,
  body: z.string(),
  /** To everybody of the site, shown until dismissed. */
  isBroadcast: z.boolean(),
});
export type TeamMessage = z.infer<typeof teamMessageSchema>;

/** How far a conversation has gone, and how much of it the operator has not seen. */
export const teamStateSchema = z.object({
  conversation: teamConversationSchema,
  lastSeq: z.number().int(),
  unread: z.number().int(),
});
export type TeamState = z.infer<typeof teamStateSchema>;

/** A broadcast that the operator has not dismissed. */
export const openBroadcastSchema = z.object({ siteId: z.uuid(), message: teamMessageSchema });
export type OpenBroadcast = z.infer<typeof openBroadcastSchema>;

/** Query of a conversation's messages: the newest, those before a seq, or those after one; the oldest first. */
export const teamMessagesQuerySchema = z.strictObject({
  siteId: z.uuid(),
  /** Left out: the channel of the site. */
  operatorId: z.uuid().optional(),
  before: z.coerce.number().int().min(1).optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** `lastSeq`: of the conversation. `hasMore`: beyond this page, in the direction that was asked for. */
export const teamMessagesSchema = z.object({
  items: z.array(teamMessageSchema),
  lastSeq: z.number().int(),
  hasMore: z.boolean(),
});
export type TeamMessages = z.infer<typeof teamMessagesSchema>;

/** Somebody who shares a site with whoever asks, connected or not. */
export const teammateSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  /** Sites that the two share; null: all that whoever asks may use. */
  siteIds: z.array(z.uuid()).nullable(),
});
export type Teammate = z.infer<typeof teammateSchema>;

/** The site's channel; with an id that colleague, who must be of the site; it matters not which of those that the two share. */
const inTeam = { siteId: z.uuid(), operatorId: z.uuid().nullable() };

/** Verbs of the console for the team. */
export const teamVerbs = {
  /** Answered by `team.acked`; a repeat of a client id is acknowledged again. */
  'team.messageSent': z.object({ type: z.literal('team.messageSent'), ...inTeam, cid: clientId, body: messageBody }),
  /** To everybody of the site. */
  'team.broadcastSent': z.object({
    type: z.literal('team.broadcastSent'),
    siteId: z.uuid(),
    cid: clientId,
    body: messageBody,
  }),
  'team.broadcastDismissed': z.object({
    type: z.literal('team.broadcastDismissed'),
    siteId: z.uuid(),
    seq: z.number().int().min(1),
  }),
  'team.typing': z.object({ type: z.literal('team.typing'), ...inTeam, typing: z.boolean() }),
  /** The operator sees the conversation up to here. */
  'team.seen': z.object({ type: z.literal('team.seen'), ...inTeam, seq: z.number().int().min(0) }),
} as const;

/** Frames to the console about the team. */
export const teamFrames = [
  /** After `welcome`, and when hints may have been lost: read what you lack. */
  z.object({
    type: z.literal('team.state'),
    conversations: z.array(teamStateSchema),
    broadcasts: z.array(openBroadcastSchema),
  }),
  z.object({ type: z.literal('team.message'), conversation: teamConversationSchema, message: teamMessageSchema }),
  /** Committed and synced to disk. */
  z.object({
    type: z.literal('team.acked'),
    cid: z.string(),
    conversation: teamConversationSchema,
    seq: z.number().int(),
    at: z.number().int(),
  }),
  z.object({
    type: z.literal('team.typing'),
    conversation: teamConversationSchema,
    operatorName: z.string(),
    typing: z.boolean(),
  }),
  /** Seen up to here, in another console of one's own. */
  z.object({ type: z.literal('team.seen'), conversation: teamConversationSchema, seq: z.number().int() }),
  z.object({ type: z.literal('team.broadcastDismissed'), siteId: z.uuid(), seq: z.number().int() }),
] as const;
