import { z } from 'zod';
import { clientId, messageBody, visitorChatSchema, visitorEntrySchema } from './chat.ts';
import { buttonKinds, offlineWays, windowCorners, windowSizes, windowThemes } from './chat-window.ts';
import { inviteFrameSchema } from './invite.ts';
import { decimalAmount } from './money.ts';
import { mailAddressSchema } from './notifications.ts';
import { pagePrivacySchema } from './privacy.ts';
import { errorCodeSchema } from './problem.ts';
import { routingWish } from './routing.ts';
import { answersSchema, askedSurveysSchema, ratingComment, ratingValue } from './survey.ts';
import { text } from './text.ts';
import { windowLanguages } from './window-language.ts';

/** Version of both socket protocols; unknown fields are ignored, unknown verbs refused. */
export const protocolVersion = 1;

/** The visitor's first-party id, made by the script: 32 hex digits (128 random bits). */
export const visitorIdSchema = z.string().regex(/^[0-9a-f]{32}$/, { message: 'must be 32 hex digits' });
/** One open page, made by the script when it loads: 16 hex digits. */
export const tabIdSchema = z.string().regex(/^[0-9a-f]{16}$/, { message: 'must be 16 hex digits' });
/** Public key of the site, from the tracking code. */
export const siteKeySchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/, { message: 'must be the 32 hex digits of the tracking code' });

/** A page address as the browser gives it: http or https. */
export const pageUrlSchema = text(2000, 1).refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), {
  message: 'must be an http or https address',
});

/** Languages for the chat window (BCP 47), most wanted first: what the page asks for, the page's own, the browser's. */
export const languageWishes = z.array(text(35)).max(8);

/** What the script tells of one page view. `ageMs`: how long ago it happened, for those kept while offline. */
export const pageViewReport = {
  /** Counts the reports of one tab, so that a repeat is ignored. */
  n: z.number().int().min(1).max(1_000_000),
  url: pageUrlSchema,
  title: text(300).default(''),
  referrer: text(2000).default(''),
  ageMs: z.number().int().min(0).max(86_400_000).default(0),
  visible: z.boolean().default(true),
  language: text(35).optional(),
  timeZone: text(60).optional(),
  screenWidth: z.number().int().min(0).max(100_000).optional(),
};

/** Contact details that the page supplies (`foyer('identify', …)`, `foyer('set', …)`). */
export const contactReport = {
  name: text(200).optional(),
  company: text(200).optional(),
  email: text(254).optional(),
  phone: text(50).optional(),
  variables: z
    .record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, { message: 'names: letters, digits, _ . -' }), text(500))
    .optional(),
};

/** What every report of a page carries beside its own fields: it is kept, and sent again, until `page.recorded` answers its `n`. */
const numberedReport = { n: pageViewReport.n, ageMs: pageViewReport.ageMs };

/** Amount of money as a page reports it: a decimal string or a number, in the site's currency; negative: a refund. */
export const reportedAmount = z.union([decimalAmount, z.number().min(-1e12).max(1e12)]);
export const orderIdSchema = text(100, 1);
export const eventNameSchema = text(64, 1).refine((name) => /^[A-Za-z0-9][A-Za-z0-9_.: -]*$/.test(name), {
  message: 'must begin with a letter or digit and have only letters, digits, blanks and _ . : -',
});

/** Verbs of a page (the tracker), client to server. */
export const pageVerbs = {
  'page.viewed': z.object({ type: z.literal('page.viewed'), ...pageViewReport }),
  'page.hidden': z.object({ type: z.literal('page.hidden') }),
  'page.visible': z.object({ type: z.literal('page.visible') }),
  /** The page is being unloaded or left for good; a socket that just breaks is waited for. */
  'page.left': z.object({ type: z.literal('page.left') }),
  /** The visitor did something (pointer, key, scroll); at most once a minute. */
  'activity.seen': z.object({ type: z.literal('activity.seen') }),
  'contact.changed': z.object({ type: z.literal('contact.changed'), ...contactReport }),
  /** `foyer('revenue', …)`: booked once per order id; without one, once per page load. */
  'revenue.reported': z.object({
    type: z.literal('revenue.reported'),
    ...numberedReport,
    amount: reportedAmount,
    currency: z.string().max(10).optional(),
    orderId: orderIdSchema.optional(),
  }),
  /** `foyer('cost', …)`: what bringing this visitor here cost. */
  'cost.reported': z.object({ type: z.literal('cost.reported'), ...numberedReport, amount: reportedAmount }),
  /** `foyer('event', name)`. */
  'event.happened': z.object({ type: z.literal('event.happened'), ...numberedReport, name: eventNameSchema }),
  /** The furthest that the page was scrolled, in percent of its height; told at each further tenth. */
  'page.scrolled': z.object({ type: z.literal('page.scrolled'), depth: z.number().int().min(0).max(100) }),
  /** The pointer left the window at its top: about to leave. */
  'exit.intended': z.object({ type: z.literal('exit.intended') }),
  'invite.shown': z.object({ type: z.literal('invite.shown'), invitationId: z.uuid() }),
  'invite.accepted': z.object({ type: z.literal('invite.accepted'), invitationId: z.uuid() }),
  'invite.declined': z.object({ type: z.literal('invite.declined'), invitationId: z.uuid() }),
  'invite.timedOut': z.object({ type: z.literal('invite.timedOut'), invitationId: z.uuid() }),
  /** The page speaks another language than in its hello: answered by `settings.changed`. */
  'language.chosen': z.object({ type: z.literal('language.chosen'), languages: languageWishes }),
  /** The visitor allows to be tracked, or no longer: then the visit ends here, and in all other tabs. */
  'consent.changed': z.object({ type: z.literal('consent.changed'), given: z.boolean() }),
  /** The page wants to open the chat window: answered by `chat.ticket`. */
  'ticket.requested': z.object({ type: z.literal('ticket.requested') }),
  ping: z.object({ type: z.literal('ping') }),
} as const;

/** The language that the window speaks: a consent is kept in the words that were shown. */
const windowLanguage = text(35).optional();

/** Verbs of the chat window (our iframe), client to server. */
export const chatVerbs = {
  /**
   * Asks for a chat. With nobody Online it is an offline message: a missed chat, for which e-mail and question are needed.
   * `answers` are those of the form; `name`, `email` and `question` alone answer the questions bound to them.
   */
  'chat.requested': z.object({
    type: z.literal('chat.requested'),
    cid: clientId,
    name: text(200).optional(),
    email: z.union([z.email().max(254), z.literal('')]).optional(),
    question: text(4000).optional(),
    /** Which of the forms was filled in; left out: the one that fits. */
    form: z.enum(['preChat', 'offline']).optional(),
    answers: answersSchema.optional(),
    language: windowLanguage,
    invitationId: z.uuid().optional(),
    ...routingWish,
  }),
  /** Asks for the forms as they are for a click on this invite: answered by `surveys.changed`. */
  'surveys.wanted': z.object({ type: z.literal('surveys.wanted'), invitationId: z.uuid() }),
  /** Answers the questions after a chat that is over; again, to change them, until the return time is over. Acknowledged. */
  'survey.answered': z.object({
    type: z.literal('survey.answered'),
    chatId: z.uuid(),
    cid: clientId,
    answers: answersSchema,
    language: windowLanguage,
  }),
  /** Rates a chat that is over, or changes the rating until the return time is over. Acknowledged. */
  'chat.rated': z.object({
    type: z.literal('chat.rated'),
    chatId: z.uuid(),
    cid: clientId,
    rating: ratingValue,
    comment: ratingComment.optional(),
  }),
  /** Answers a question that the operator asked for in the entry `seq`. Acknowledged. */
  'field.answered': z.object({
    type: z.literal('field.answered'),
    chatId: z.uuid(),
    cid: clientId,
    seq: z.number().int().min(1),
    answers: answersSchema,
    language: windowLanguage,
  }),
  /** Says the last seq the window has, and gets the rest; 0 for all. */
  'chat.resumed': z.object({ type: z.literal('chat.resumed'), chatId: z.uuid(), afterSeq: z.number().int().min(0) }),
  'message.sent': z.object({ type: z.literal('message.sent'), chatId: z.uuid(), cid: clientId, body: messageBody }),
  'typing.changed': z.object({ type: z.literal('typing.changed'), chatId: z.uuid(), typing: z.boolean() }),
  /** What is typed and not sent, where the site shows it to its operators; at most 2 a second count. Empty: nothing any more. */
  'draft.changed': z.object({ type: z.literal('draft.changed'), chatId: z.uuid(), text: text(4000) }),
  'entries.seen': z.object({ type: z.literal('entries.seen'), chatId: z.uuid(), seq: z.number().int().min(0) }),
  /**
   * Asks for the transcript by e-mail, of a chat that an operator has accepted: at once when it is over, else when it ends.
   * Answered by `transcript.promised`.
   */
  'transcript.requested': z.object({
    type: z.literal('transcript.requested'),
    chatId: z.uuid(),
    cid: clientId,
    email: mailAddressSchema,
  }),
  /** Ends the chat, or gives up waiting. */
  'chat.ended': z.object({ type: z.literal('chat.ended'), chatId: z.uuid() }),
  ping: z.object({ type: z.literal('ping') }),
} as const;

/** What a page says of its visitor's wishes. */
export const consentReport = {
  /** The visitor has allowed to be tracked. */
  consent: z.boolean().optional(),
  /** The browser asks for Global Privacy Control. */
  signal: z.boolean().optional(),
};

/** First frame of a page's socket. */
export const pageHelloSchema = z.object({
  type: z.literal('hello'),
  kind: z.literal('page'),
  protocol: z.number().int(),
  site: siteKeySchema,
  visitor: visitorIdSchema,
  tab: tabIdSchema,
  /** True when this page was connected before: it tells nothing new, and its visit goes on. */
  resumed: z.boolean().optional(),
  /** For whom its chats are: `online` is answered for these. */
  ...routingWish,
  languages: languageWishes.optional(),
  /** The page that is open, so that its button can be hidden from the start; left out until the page knows that it may tell. */
  url: text(2000).optional(),
  ...consentReport,
});

/** First frame of the chat window's socket: a fresh ticket from the page, or the token it was given before. */
export const chatHelloSchema = z.object({
  type: z.literal('hello'),
  kind: z.literal('chat'),
  protocol: z.number().int(),
  site: siteKeySchema,
  ticket: z.string().max(500).optional(),
  token: z.string().max(100).optional(),
  ...routingWish,
  /** The language that the window is drawn in. */
  languages: languageWishes.optional(),
});

export const visitorHelloSchema = z.discriminatedUnion('kind', [pageHelloSchema, chatHelloSchema]);
export type VisitorHello = z.infer<typeof visitorHelloSchema>;

type UnionOf<T extends Record<string, z.ZodType>> = z.infer<T[keyof T]>;
export type PageMessage = UnionOf<typeof pageVerbs>;
export type ChatWindowMessage = UnionOf<typeof chatVerbs>;

/** How the page's launcher and the chat window look and what they say to this visitor; nothing that isn't public. */
export const windowSettingsSchema = z.object({
  /** Of these texts, and of the window's own words. */
  language: z.enum(windowLanguages),
  dir: z.enum(['ltr', 'rtl']),
  title: z.string(),
  openingText: z.string(),
  waitingText: z.string(),
  /** Said in turn while the visitor waits. */
  waitingMessages: z.array(z.object({ afterSeconds: z.number().int(), text: z.string() })),
  offlineText: z.string(),
  color: z.string(),
  /** Of the button: its ground, a little darker than `color` where white could not be read on it, and what is drawn on it. */
  buttonColors: z.object({ ground: z.string(), text: z.string() }),
  /** Ours, for the button's name: that there are new messages, and that a chat is open. */
  buttonNews: z.object({ unread: z.string(), open: z.string() }),
  theme: z.enum(windowThemes),
  /** px */
  radius: z.number().int(),
  size: z.enum(windowSizes),
  /** Path on our origin; null: none. */
  logo: z.string().nullable(),
  button: z.enum(buttonKinds),
  buttonText: z.string(),
  corner: z.enum(windowCorners),
  /** px from the edges of the page's window. */
  offsetX: z.number().int(),
  offsetY: z.number().int(),
  opens: z.enum(['inline', 'popup']),
  whenOffline: z.enum(offlineWays),
  /** Where the button leads when nobody is Online; null: nowhere. */
  offlineUrl: z.string().nullable(),
  /** Whether the window offers emoji to choose from. */
  emoji: z.boolean(),
  /** Whether operators see what is typed before it is sent: only then does the window tell it. */
  typingPreview: z.boolean(),
  /** What the window says of that; null: nothing. */
  typingNotice: z.string().nullable(),
  /** Files that the visitor may send: bytes of one, and the endings to choose from. Null: none. */
  files: z.object({ bytes: z.number().int(), accept: z.string() }).nullable(),
  /** Whether the window offers to send the transcript by e-mail. */
  transcripts: z.boolean(),
});
export type WindowSettings = z.infer<typeof windowSettingsSchema>;

const error = z.object({
  type: z.literal('error'),
  code: errorCodeSchema,
  message: z.string(),
  /** The client id of the message that failed, when it was one. */
  cid: z.string().optional(),
  /** The chat that a frame was about that may be sent again later, when it was about one. */
  chatId: z.string().optional(),
  /** True: the same frame may be sent again later. */
  retryable: z.boolean().optional(),
  retryAfterMs: z.number().int().optional(),
  /** What is wrong with each field, by its path or the name of the question. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
const bye = z.object({ type: z.literal('bye'), reconnectAfterMs: z.number().int() });
const pong = z.object({ type: z.literal('pong') });

/** Frames to a page, server to client. */
export const pageFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    online: z.boolean(),
    /** Excluded visitors see no chat button and nothing is tracked. */
    excluded: z.boolean(),
    /** Whether the visitor has a chat pending or active: the page opens its window. */
    chatOpen: z.boolean(),
    settings: windowSettingsSchema,
    /** True: the site wants no button on this page, as long as no chat is open. */
    buttonHidden: z.boolean().optional(),
    /** What some rule of the site asks for, and so is worth looking at: `page.scrolled`, `exit.intended`. Absent: nothing. */
    watch: z.array(z.enum(['scroll', 'exit'])).optional(),
    privacy: pagePrivacySchema,
  }),
  /** The report with this `n` is taken over by the server, or will never be: the page forgets it. */
  z.object({ type: z.literal('page.recorded'), n: z.number().int() }),
  z.object({ type: z.literal('availability.changed'), online: z.boolean() }),
  /** The site wants a button on the page that is shown now, or none. */
  z.object({ type: z.literal('button.changed'), hidden: z.boolean() }),
  /** The answer to `language.chosen`. */
  z.object({ type: z.literal('settings.changed'), settings: windowSettingsSchema }),
  /** From now on, or no longer, the visitor is excluded. */
  z.object({ type: z.literal('exclusion.changed'), excluded: z.boolean() }),
  /** What the page may keep and report has changed. */
  z.object({ type: z.literal('privacy.changed'), privacy: pagePrivacySchema }),
  /** The visitor has taken their consent back in another tab. */
  z.object({ type: z.literal('consent.withdrawn') }),
  /** All that was known of the visitor is erased: the page forgets their id, and connects as somebody new. */
  z.object({ type: z.literal('visitor.erased') }),
  z.object({ type: z.literal('invite.sent'), invite: inviteFrameSchema }),
  /** Take the invite off the screen (nobody Online any more, or answered in another tab). */
  z.object({ type: z.literal('invite.withdrawn'), invitationId: z.uuid() }),
  /** The visitor's chat opened or ended, in whichever tab. */
  z.object({ type: z.literal('chat.changed'), chatOpen: z.boolean() }),
  /** `surveys`: the forms for this visitor, so that the window can show one before it is connected itself. */
  z.object({ type: z.literal('chat.ticket'), ticket: z.string(), surveys: askedSurveysSchema }),
  error,
  bye,
  pong,
]);
export type PageFrame = z.infer<typeof pageFrameSchema>;

/** When a site that is closed by its opening hours opens again, epoch ms; null or absent: that is not known. */
const opensAt = z.number().int().nullable().optional();

/** Frames to the chat window, server to client. */
export const chatWindowFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    online: z.boolean(),
    opensAt,
    /** A new token when the window came with a ticket: kept in the frame's own storage, never on the host page. */
    token: z.string().nullable(),
    settings: windowSettingsSchema,
    contact: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
    surveys: askedSurveysSchema,
    /** The chat that is pending or active, or ended less than the return time ago; null: none. */
    chat: visitorChatSchema.nullable(),
  }),
  z.object({ type: z.literal('availability.changed'), online: z.boolean(), opensAt }),
  /** An administrator changed the site's settings. */
  z.object({ type: z.literal('settings.changed'), settings: windowSettingsSchema }),
  /** The forms are others now. */
  z.object({ type: z.literal('surveys.changed'), surveys: askedSurveysSchema }),
  /** The chat's state changed; also the answer to `chat.requested`. */
  z.object({ type: z.literal('chat.changed'), chat: visitorChatSchema, cid: z.string().optional() }),
  /**
   * Where a pending chat stands: 1 is next. `expectedWaitMs`: from now on, by how long others waited lately; null: too few
   * did to say.
   */
  z.object({
    type: z.literal('queue.changed'),
    chatId: z.uuid(),
    position: z.number().int().min(1),
    expectedWaitMs: z.number().int().min(0).nullable(),
  }),
  /** Committed and synced to disk. */
  z.object({ type: z.literal('ack'), cid: z.string(), chatId: z.uuid(), seq: z.number().int(), at: z.number().int() }),
  z.object({ type: z.literal('entry'), chatId: z.uuid(), entry: visitorEntrySchema }),
  /** All entries after `afterSeq` up to `lastSeq` have been sent. */
  z.object({ type: z.literal('resumed'), chatId: z.uuid(), lastSeq: z.number().int() }),
  /** Forget what you have of this chat and resume from 0. */
  z.object({ type: z.literal('reset'), chatId: z.uuid(), reason: z.string() }),
  z.object({ type: z.literal('typing.changed'), chatId: z.uuid(), typing: z.boolean() }),
  z.object({ type: z.literal('entries.seen'), chatId: z.uuid(), seq: z.number().int() }),
  /** The transcript goes to this address, now or when the chat ends. */
  z.object({
    type: z.literal('transcript.promised'),
    chatId: z.uuid(),
    cid: z.string(),
    to: z.string(),
    when: z.enum(['now', 'atEnd']),
  }),
  error,
  bye,
  pong,
]);
export type ChatWindowFrame = z.infer<typeof chatWindowFrameSchema>;
