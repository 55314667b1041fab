import { z } from 'zod';
import { chatEntrySchema, chatSummarySchema, clientId, messageBody } from './chat.ts';
import { noticeKinds } from './chat-notice.ts';
import { pendingLevels } from './chat-options.ts';
import { chosenStatuses, meSchema, operatorStatuses, statusCauses } from './operator.ts';
import { errorCodeSchema } from './problem.ts';
import { ringSchema } from './ring.ts';
import { transferKinds } from './routing.ts';
import { teamFrames, teamVerbs } from './team.ts';
import { text } from './text.ts';
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
  /** Sets the status of a colleague, who is told by whom. */
  'status.set': z.object({
    type: z.literal('status.set'),
    siteId: z.uuid(),
    operatorId: z.uuid(),
    status: z.enum(chosenStatuses),
    requestId,
  }),
  /** The operator does something in this console; said now and then. */
  'activity.seen': z.object({ type: z.literal('activity.seen') }),
  /** What this browser can do to call its operator. */
  'ring.reported': z.object({ type: z.literal('ring.reported'), ring: ringSchema }),
  ...teamVerbs,
  /** First responder owns the chat; everybody else gets `conflict` with the owner's name. */
  'chat.accepted': z.object({ type: z.literal('chat.accepted'), ...inChat, requestId }),
  /**
   * Reads a chat from `afterSeq` and follows it: `entry` …, then `resumed`. A colleague's active chat is for supervisors
   * alone, who watch it unseen by the visitor.
   */
  'chat.watched': z.object({ type: z.literal('chat.watched'), ...inChat, afterSeq: z.number().int().min(0) }),
  'chat.unwatched': z.object({ type: z.literal('chat.unwatched'), ...inChat }),
  'message.sent': z.object({ type: z.literal('message.sent'), ...inChat, cid: clientId, body: messageBody }),
  'typing.changed': z.object({ type: z.literal('typing.changed'), ...inChat, typing: z.boolean() }),
  'entries.seen': z.object({ type: z.literal('entries.seen'), ...inChat, seq: z.number().int().min(0) }),
  /** Ends the chat for both. */
  'chat.ended': z.object({ type: z.literal('chat.ended'), ...inChat, requestId }),
  /** Hands the chat back to the queue. */
  'chat.left': z.object({ type: z.literal('chat.left'), ...inChat, requestId }),
  /** Keeps a chat that was assigned without asking. */
  'chat.confirmed': z.object({ type: z.literal('chat.confirmed'), ...inChat, requestId }),
  /** Offers one's chat to others; it stays until somebody takes it. Another open offer of it is taken back. */
  'transfer.offered': z.object({
    type: z.literal('transfer.offered'),
    ...inChat,
    to: z.object({ kind: z.enum(transferKinds), id: z.uuid() }),
    note: text(1000).default(''),
    requestId,
  }),
  'transfer.cancelled': z.object({ type: z.literal('transfer.cancelled'), ...inChat, requestId }),
  /** Takes the chat that is offered; the first to do so has it. */
  'transfer.accepted': z.object({ type: z.literal('transfer.accepted'), ...inChat, requestId }),
  'transfer.declined': z.object({ type: z.literal('transfer.declined'), ...inChat, requestId }),
  /** Speaks to both sides of a colleague's chat. */
  'message.spoken': z.object({ type: z.literal('message.spoken'), ...inChat, cid: clientId, body: messageBody }),
  /** Between a chat's operator and its supervisors; its visitor is told nothing. */
  'whisper.sent': z.object({ type: z.literal('whisper.sent'), ...inChat, cid: clientId, body: messageBody }),
  /** Takes a chat from the operator who has it: `conflict` when that is no longer `fromOperatorId`. No limit counts. */
  'chat.takenOver': z.object({ type: z.literal('chat.takenOver'), ...inChat, fromOperatorId: z.uuid(), requestId }),
  /** Asks the supervisors of the site into one's chat. */
  'help.asked': z.object({ type: z.literal('help.asked'), ...inChat, note: text(500).default(''), requestId }),
  'help.withdrawn': z.object({ type: z.literal('help.withdrawn'), ...inChat, requestId }),
  /** This console has shown, or rung for, a notice of a chat that waits: kept, so that it can be told who knew of it. */
  'notice.confirmed': z.object({ type: z.literal('notice.confirmed'), ...inChat, notice: z.enum(noticeKinds) }),
  ping: z.object({ type: z.literal('ping') }),
} as const;

export type OperatorMessage = z.infer<(typeof operatorVerbs)[keyof typeof operatorVerbs]>;

/** Another operator as colleagues see them. */
export const colleagueSchema = z.object({
  operatorId: z.uuid(),
  name: z.string(),
  status: z.enum(operatorStatuses),
  activeChats: z.number().int(),
  /** No browser that they are connected with can call them: what the newest says. Absent: one can, or none has told yet. */
  cannotRing: ringSchema.optional(),
});

/** Frames to the console, server to client. */
export const operatorFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    me: meSchema,
    /** The server's clock, epoch ms: waiting times are shown by it. */
    now: z.number().int(),
    /** Pending chats of all my sites, and my own active ones; for supervisors all active ones of their sites. */
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
  /** A chat appeared or changed: pending ones of my sites, and mine, for supervisors all active ones. One that is no longer either is sent once more, then gone. */
  z.object({ type: z.literal('chat.changed'), chat: chatSummarySchema }),
  z.object({ type: z.literal('ack'), cid: z.string(), chatId: z.uuid(), seq: z.number().int(), at: z.number().int() }),
  z.object({ type: z.literal('entry'), chatId: z.uuid(), entry: chatEntrySchema }),
  z.object({ type: z.literal('resumed'), chatId: z.uuid(), lastSeq: z.number().int() }),
  z.object({ type: z.literal('reset'), chatId: z.uuid(), reason: z.string() }),
  /** The visitor is typing. */
  z.object({ type: z.literal('typing.changed'), chatId: z.uuid(), typing: z.boolean() }),
  /** Somebody of ours is typing in a chat that one has or watches. */
  z.object({ type: z.literal('colleague.typing'), chatId: z.uuid(), name: z.string(), typing: z.boolean() }),
  /** Who watches one's chat just now. */
  z.object({ type: z.literal('monitors.changed'), chatId: z.uuid(), names: z.array(z.string()) }),
  /** What the visitor has typed and not sent, to the operator who has the chat and who watches it; empty: nothing any more. Told, never stored. */
  z.object({ type: z.literal('draft.changed'), chatId: z.uuid(), text: z.string() }),
  /** A pending chat that this operator could take has reached a level; once per level and pending period. */
  z.object({
    type: z.literal('pending.reminded'),
    siteId: z.uuid(),
    chatId: z.uuid(),
    level: z.enum(pendingLevels),
    afterSeconds: z.number().int(),
  }),
  /** A missed chat of one of my sites appeared, or somebody claimed, answered or reopened it. */
  z.object({ type: z.literal('missed.changed'), chat: chatSummarySchema }),
  z.object({ type: z.literal('entries.seen'), chatId: z.uuid(), seq: z.number().int() }),
  /** `by`: name of the colleague who set it. `inactive`, `active`: by auto away and back. */
  z.object({
    type: z.literal('status.changed'),
    status: z.enum(chosenStatuses),
    cause: z.enum(statusCauses).optional(),
    by: z.string().nullable().optional(),
  }),
  ...teamFrames,
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
      'routing',
      'blocks',
      'openingHours',
      'privacy',
      'experiments',
      'reportSchedules',
      'contentGroups',
    ]),
  }),
  z.object({ type: z.literal('done'), requestId: z.string() }),
  z.object({
    type: z.literal('error'),
    code: errorCodeSchema,
    message: z.string(),
    requestId: z.string().optional(),
    cid: z.string().optional(),
    /** The chat that a frame was about that may be sent again later, when it was about one. */
    chatId: z.string().optional(),
    retryable: z.boolean().optional(),
    retryAfterMs: z.number().int().optional(),
  }),
  /** Signed out, disabled, or the server restarts; null: don't come back without signing in. */
  z.object({ type: z.literal('bye'), reconnectAfterMs: z.number().int().nullable() }),
  z.object({ type: z.literal('pong') }),
]);
export type OperatorFrame = z.infer<typeof operatorFrameSchema>;
