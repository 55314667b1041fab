import { z } from 'zod';
import { chatEntrySchema, chatSummarySchema, clientId, messageBody } from './chat.ts';
import { pendingLevels } from './chat-options.ts';
import { chosenStatuses, meSchema, operatorStatuses } from './operator.ts';
import { errorCodeSchema } from './problem.ts';
import { liveCountsSchema, liveViewSchema, liveVisitSchema, visitDetailSchema } from './visit.ts';

const inChat = { siteId: z.uuid(), chatId: z.uuid() };
/** Comes back in the `done` or `error` that answers. */
const requestId = z.string().min(1).max(64).optional();

/** Verbs of the console, client to server. The session cookie authenticates the upgrade. */
export const operatorVerbs = {
  /** First frame: answered by `welcome`. */
  hello: z.object({ type: z.literal('hello'), protocol: z.number().int() }),
  /** Shows a site's live list from now on: answered by `visitors.snapshot`, then `visitors.changed`. Sent again to change the view. */
  'visitors.watched': z.object({ type: z.literal('visitors.watched'), siteId: z.uuid(), view: liveViewSchema }),
  'visitors.unwatched': z.object({ type: z.literal('visitors.unwatched'), siteId: z.uuid() }),
  /** Shows one visit's detail from now on: `visit.changed` at once and whenever it changes. */
  'visit.watched': z.object({ type: z.literal('visit.watched'), siteId: z.uuid(), visitId: z.uuid() }),
  'visit.unwatched': z.object({ type: z.literal('visit.unwatched'), siteId: z.uuid(), visitId: z.uuid() }),
  /** Invites a visitor by hand. */
  'invite.sent': z.object({
    type: z.literal('invite.sent'),
    siteId: z.uuid(),
    visitorId: z.string().max(64),
    inviteId: z.uuid(),
    requestId,
  }),
  'status.chosen': z.object({ type: z.literal('status.chosen'), status: z.enum(chosenStatuses), requestId }),
  /** First responder owns the chat; everybody else gets `conflict` with the owner's name. */
  'chat.accepted': z.object({ type: z.literal('chat.accepted'), ...inChat, requestId }),
  /** Reads a chat from `afterSeq` and follows it: `entry` …, then `resumed`. */
  'chat.watched': z.object({ type: z.literal('chat.watched'), ...inChat, afterSeq: z.number().int().min(0) }),
  'chat.unwatched': z.object({ type: z.literal('chat.unwatched'), ...inChat }),
  'message.sent': z.object({ type: z.literal('message.sent'), ...inChat, cid: clientId, body: messageBody }),
  'typing.changed': z.object({ type: z.literal('typing.changed'), ...inChat, typing: z.boolean() }),
  'entries.seen': z.object({ type: z.literal('entries.seen'), ...inChat, seq: z.number().int().min(0) }),
  /** Ends the chat for both. */
  'chat.ended': z.object({ type: z.literal('chat.ended'), ...inChat, requestId }),
  /** Hands the chat back to the queue. */
  'chat.left': z.object({ type: z.literal('chat.left'), ...inChat, requestId }),
  ping: z.object({ type: z.literal('ping') }),
} as const;

export type OperatorMessage = z.infer<(typeof operatorVerbs)[keyof typeof operatorVerbs]>;

/** Another operator as colleagues see them. */
export const colleagueSchema = z.object({
  operatorId: z.uuid(),
  name: z.string(),
  status: z.enum(operatorStatuses),
  activeChats: z.number().int(),
});

/** Frames to the console, server to client. */
export const operatorFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    me: meSchema,
    /** The server's clock, epoch ms: waiting times are shown by it. */
    now: z.number().int(),
    /** Pending chats of all my sites, and my own active ones. */
    chats: z.array(chatSummarySchema),
    colleagues: z.array(colleagueSchema),
  }),
  z.object({
    type: z.literal('visitors.snapshot'),
    siteId: z.uuid(),
    /** Deltas count on from here without gaps. */
    number: z.number().int(),
    rows: z.array(liveVisitSchema),
    counts: liveCountsSchema,
  }),
  /** At most 4 a second. `order` lists the visitor ids now on the screen, in order; rows new or changed are in `rows`. */
  z.object({
    type: z.literal('visitors.changed'),
    siteId: z.uuid(),
    number: z.number().int(),
    rows: z.array(liveVisitSchema),
    order: z.array(z.string()),
    counts: liveCountsSchema,
  }),
  z.object({ type: z.literal('visit.changed'), siteId: z.uuid(), detail: visitDetailSchema }),
  /** An alert or prospect rule with *pop-up* matched. */
  z.object({
    type: z.literal('popup.sent'),
    siteId: z.uuid(),
    popupId: z.string(),
    rule: z.object({ kind: z.enum(['alert', 'prospectRule']), name: z.string() }),
    visit: liveVisitSchema,
  }),
  /** A chat appeared or changed: pending ones of my sites, and mine. One that is no longer either is sent once more, then gone. */
  z.object({ type: z.literal('chat.changed'), chat: chatSummarySchema }),
  z.object({ type: z.literal('ack'), cid: z.string(), chatId: z.uuid(), seq: z.number().int(), at: z.number().int() }),
  z.object({ type: z.literal('entry'), chatId: z.uuid(), entry: chatEntrySchema }),
  z.object({ type: z.literal('resumed'), chatId: z.uuid(), lastSeq: z.number().int() }),
  z.object({ type: z.literal('reset'), chatId: z.uuid(), reason: z.string() }),
  /** The visitor is typing. */
  z.object({ type: z.literal('typing.changed'), chatId: z.uuid(), typing: z.boolean() }),
  /** What the visitor has typed and not sent, to the operator who has the chat; empty: nothing any more. Told, never stored. */
  z.object({ type: z.literal('draft.changed'), chatId: z.uuid(), text: z.string() }),
  /** A pending chat that this operator could take has reached a level; once per level and pending period. */
  z.object({
    type: z.literal('pending.reminded'),
    siteId: z.uuid(),
    chatId: z.uuid(),
    level: z.enum(pendingLevels),
    afterSeconds: z.number().int(),
  }),
  z.object({ type: z.literal('entries.seen'), chatId: z.uuid(), seq: z.number().int() }),
  z.object({ type: z.literal('status.changed'), status: z.enum(chosenStatuses) }),
  z.object({ type: z.literal('colleagues.changed'), colleagues: z.array(colleagueSchema) }),
  /** The site's documents of this kind changed: read them again. */
  z.object({
    type: z.literal('configuration.changed'),
    siteId: z.uuid(),
    documents: z.enum([
      'site',
      'alerts',
      'prospectRules',
      'invites',
      'exclusions',
      'referringSites',
      'notifications',
      'wrapUp',
      'tags',
      'chatOptions',
      'surveys',
      'clientForm',
      'cannedResponses',
      'departments',
      'skills',
    ]),
  }),
  z.object({ type: z.literal('done'), requestId: z.string() }),
  z.object({
    type: z.literal('error'),
    code: errorCodeSchema,
    message: z.string(),
    requestId: z.string().optional(),
    cid: z.string().optional(),
    retryable: z.boolean().optional(),
    retryAfterMs: z.number().int().optional(),
  }),
  /** Signed out, disabled, or the server restarts; null: don't come back without signing in. */
  z.object({ type: z.literal('bye'), reconnectAfterMs: z.number().int().nullable() }),
  z.object({ type: z.literal('pong') }),
]);
export type OperatorFrame = z.infer<typeof operatorFrameSchema>;
