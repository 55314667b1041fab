import { z } from 'zod';
import { pageQuerySchema } from './cursor.ts';
import { webhookEvents } from './notifications.ts';

export const outboxKinds = ['email', 'sms', 'webhook', 'push'] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/**
 * Life of an item: waiting → sending → sent, or back to waiting until the last attempt has failed, then dead.
 * `notConfigured`: there is nothing to send it with. `suppressed`: it may not be sent (unsubscribed, no opt-in, a cap).
 */
export const outboxStates = ['waiting', 'sending', 'sent', 'dead', 'notConfigured', 'suppressed'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** What there is to tell about a visit, as it was when the cause happened. Texts are the visitor's own: escape them. */
export const outboxDataSchema = z.object({
  /** Name of the site. */
  site: z.string(),
  rule: z.object({ kind: z.enum(['alert', 'prospectRule']), name: z.string() }),
  visitor: z.object({
    id: z.string(),
    name: z.string().nullable(),
    company: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  /** The page the visitor was on. */
  page: z.object({ url: z.string(), title: z.string() }),
  entryPage: z.string(),
  referrer: z.string().nullable(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  visit: z.object({ id: z.string(), number: z.number().int() }),
  /** Path of the visit in the console, such as `/console/…`. */
  link: z.string(),
  at: z.number().int(),
});
export type OutboxData = z.infer<typeof outboxDataSchema>;

/** One line of a transcript. `note`: what happened between the messages. */
export const transcriptLineSchema = z.object({
  at: z.number().int(),
  side: z.enum(['visitor', 'operator', 'note']),
  /** Null: nobody in particular. */
  name: z.string().nullable(),
  text: z.string(),
});
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;

/** What there is to tell in mail about a chat. Texts are the visitor's own: escape them. */
export const chatMailDataSchema = z.object({
  site: z.string(),
  visitor: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  /** Who answered last. */
  operatorName: z.string().nullable(),
  question: z.string().nullable(),
  pageUrl: z.string().nullable(),
  country: z.string().nullable(),
  requestedAt: z.number().int(),
  /** Path of the chat in the console. */
  link: z.string(),
});
export type ChatMailData = z.infer<typeof chatMailDataSchema>;

/** What an item says, and to whom. Mail with the template `notice` is from Foyer itself to the site's staff. */
export const outboxMessageSchema = z.union([
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.enum(['visitor', 'staff']),
    data: outboxDataSchema,
  }),
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.literal('notice'),
    subject: z.string(),
    text: z.string(),
  }),
  /** To a user: `{{link}}` in the text stands for a one-time link, which is sealed so that nobody reads it here. */
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.literal('account'),
    subject: z.string(),
    text: z.string(),
    sealedLink: z.string(),
  }),
  /** An operator's own words to a visitor. */
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.literal('reply'),
    text: z.string(),
    data: chatMailDataSchema,
  }),
  /** A chat's transcript, to its visitor or to people of the site. `omitted`: older lines that are left out. */
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.enum(['transcript', 'staffTranscript']),
    data: chatMailDataSchema,
    lines: z.array(transcriptLineSchema),
    omitted: z.number().int(),
  }),
  /** Reports, as they were when they were due. */
  z.object({
    kind: z.literal('email'),
    to: z.string(),
    template: z.literal('report'),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
  }),
  z.object({ kind: z.literal('sms'), to: z.string(), data: outboxDataSchema }),
  /** To a browser of an operator, known by the id of its subscription: a chat waits. */
  z.object({
    kind: z.literal('push'),
    to: z.string(),
    /** The operator's name. */
    operator: z.string(),
    chatId: z.uuid(),
    title: z.string(),
    body: z.string(),
    /** A notice takes the place of the one before with the same. */
    tag: z.string(),
  }),
  z.object({ kind: z.literal('webhook'), event: z.enum(webhookEvents), data: outboxDataSchema }),
]);
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;

/** An item of the outbox as listed. */
export const outboxItemSchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(outboxKinds),
  /** Mail address, number, the webhook's event, or the operator's name. */
  recipient: z.string(),
  /** What it is sent for, in words, e.g. the rule's name. */
  cause: z.string(),
  visitorId: z.string().nullable(),
  visitId: z.string().nullable(),
  state: z.enum(outboxStates),
  /** Times that sending was begun. */
  attempts: z.number().int(),
  createdAt: z.number().int(),
  /** When it is tried (again); null when nothing more happens by itself. */
  nextAt: z.number().int().nullable(),
  settledAt: z.number().int().nullable(),
  /** The last answer, or why it failed or was held back: text from outside, at most 2,000 characters. */
  lastAnswer: z.string().nullable(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** One item with what it says, as indented JSON text. */
export const outboxDetailSchema = outboxItemSchema.extend({ payload: z.string() });
export type OutboxDetail = z.infer<typeof outboxDetailSchema>;

/** Query of the list, newest first. */
export const outboxQuerySchema = pageQuerySchema.extend({
  state: z.enum(outboxStates).optional(),
  kind: z.enum(outboxKinds).optional(),
});

/** How many items a site has in each state. */
export const outboxCountsSchema = z.strictObject({
  waiting: z.number().int(),
  sending: z.number().int(),
  sent: z.number().int(),
  dead: z.number().int(),
  notConfigured: z.number().int(),
  suppressed: z.number().int(),
});
export type OutboxCounts = z.infer<typeof outboxCountsSchema>;

/** States from which an item can be sent again. */
export const retryableOutboxStates = ['dead', 'notConfigured'] as const;

/** Sends all items of a state, and of a kind if one is named, again. */
export const outboxRetrySchema = z.strictObject({
  state: z.enum(retryableOutboxStates).default('dead'),
  kind: z.enum(outboxKinds).optional(),
});

/** How many items wait again. */
export const outboxRetriedSchema = z.strictObject({ retried: z.number().int() });
