import { z } from 'zod';
import { askedQuestionSchema, storedAnswerSchema } from './survey.ts';
import { text } from './text.ts';

/** Life of a chat (chat.md section 1). `ended`: over, and the wrap-up that it needs is outstanding; `closed`: over. */
export const chatStates = ['pending', 'active', 'ended', 'closed', 'missed'] as const;
export type ChatState = (typeof chatStates)[number];

/** At most 4,000 characters, never only blanks; text, never HTML. */
export const messageBody = text(4000, 1).refine((body) => body.trim() !== '', { message: 'must not be blank' });

/** 128 random bits that the sender makes before the first try: 32 hex digits. A repeat returns the entry that exists. */
export const clientId = z.string().regex(/^[0-9a-f]{32}$/, { message: 'must be 32 hex digits (128 random bits)' });

export const senderKinds = ['visitor', 'operator', 'system'] as const;

/** What an entry of the chat's log says to both sides. */
const sharedContents = [
  /** The visitor asked for a chat; contact details as typed before it. */
  z.object({
    kind: z.literal('requested'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    question: z.string().nullable(),
    pageUrl: z.string().nullable(),
  }),
  z.object({ kind: z.literal('message'), body: z.string() }),
  /** An operator accepted the chat. */
  z.object({ kind: z.literal('joined'), operatorName: z.string() }),
  /** The operator handed the chat back to the queue. */
  z.object({ kind: z.literal('left'), operatorName: z.string() }),
  /** The visitor walked to another page while chatting. */
  z.object({ kind: z.literal('pageChanged'), url: z.string(), title: z.string() }),
  z.object({ kind: z.literal('ended'), by: z.enum(['visitor', 'operator', 'system']), reason: z.string().nullable() }),
  z.object({
    kind: z.literal('missed'),
    reason: z.enum(['visitorGaveUp', 'timedOut', 'nobodyOnline', 'offlineMessage']),
  }),
  /** The visitor answered questions: before the chat or while it goes on (`preChat`), or after it. */
  z.object({
    kind: z.literal('surveyAnswered'),
    phase: z.enum(['preChat', 'postChat']),
    answers: z.array(storedAnswerSchema),
  }),
  /** The visitor rated the chat, or changed their rating: 1 to 5. */
  z.object({ kind: z.literal('rated'), rating: z.number().int(), comment: z.string().nullable() }),
  /** The operator asked the visitor for one field. */
  z.object({ kind: z.literal('fieldAsked'), operatorName: z.string(), question: askedQuestionSchema }),
] as const;

const tagged = { name: z.string(), value: z.string().nullable() };

/** What an entry of the chat's log says to operators. */
export const entryContentSchema = z.discriminatedUnion('kind', [
  ...sharedContents,
  /** The chat was classified. `before`: the path that this replaces, null when there was none. */
  z.object({
    kind: z.literal('wrapUpChosen'),
    optionId: z.uuid().nullable(),
    path: z.array(z.string()),
    before: z.array(z.string()).nullable(),
  }),
  /** The operator opened the web link of the wrap-up. */
  z.object({ kind: z.literal('wrapUpOpened'), caption: z.string() }),
  z.object({ kind: z.literal('tagAdded'), ...tagged }),
  z.object({ kind: z.literal('tagChanged'), ...tagged, before: z.string().nullable() }),
  z.object({ kind: z.literal('tagRemoved'), ...tagged }),
]);
export type EntryContent = z.infer<typeof entryContentSchema>;

/** What an entry says to the visitor. `internal`: what is for operators alone, so that the log has no gap; nothing of it. */
const visitorContentSchema = z.discriminatedUnion('kind', [
  ...sharedContents,
  z.object({ kind: z.literal('internal') }),
]);
export type VisitorContent = z.infer<typeof visitorContentSchema>;

const entryFields = {
  seq: z.number().int().min(1),
  at: z.number().int(),
  sender: z.object({ kind: z.enum(senderKinds), name: z.string().nullable(), operatorId: z.uuid().nullable() }),
  /** The sender's client id; null on entries the system writes. */
  cid: z.string().nullable(),
};

/** One entry of the log: (chat, seq), seq 1, 2, 3 … without gaps. */
export const chatEntrySchema = z.object({ ...entryFields, content: entryContentSchema });
export type ChatEntry = z.infer<typeof chatEntrySchema>;

/** The same as its visitor is told of it. */
export const visitorEntrySchema = z.object({ ...entryFields, content: visitorContentSchema });
export type VisitorEntry = z.infer<typeof visitorEntrySchema>;

/** How a chat was classified, as it was called then: editing the options rewrites none. */
export const chatWrapUpSchema = z.object({
  /** Null: by the web link. */
  optionId: z.uuid().nullable(),
  label: z.string(),
  /** Labels from the top of the tree down to the option. */
  path: z.array(z.string()),
  /** Null: the page behind the web link said it. */
  operatorId: z.uuid().nullable(),
  operatorName: z.string().nullable(),
  at: z.number().int(),
});
export type ChatWrapUp = z.infer<typeof chatWrapUpSchema>;

/** A tag on a chat, with the name it had when it was put on. */
export const chatTagSchema = z.object({ tagId: z.uuid(), ...tagged });
export type ChatTag = z.infer<typeof chatTagSchema>;

/** A chat as its visitor may know it. Never carries ids of operators or other visitors. */
export const visitorChatSchema = z.object({
  chatId: z.uuid(),
  state: z.enum(chatStates),
  operatorName: z.string().nullable(),
  operatorPresent: z.boolean(),
  lastSeq: z.number().int(),
});
export type VisitorChat = z.infer<typeof visitorChatSchema>;

/** A chat as operators of its site see it in lists. */
export const chatSummarySchema = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  visitorId: z.string(),
  visitId: z.uuid().nullable(),
  state: z.enum(chatStates),
  visitorName: z.string().nullable(),
  visitorEmail: z.string().nullable(),
  /** Whether the visitor has a page open just now. */
  visitorPresent: z.boolean(),
  operatorId: z.uuid().nullable(),
  operatorName: z.string().nullable(),
  requestedAt: z.number().int(),
  /** Start of the present wait; null once accepted. */
  pendingSince: z.number().int().nullable(),
  acceptedAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  missedReason: z.string().nullable(),
  /** What led to the chat. */
  inviteId: z.string().nullable(),
  alertId: z.string().nullable(),
  country: z.string().nullable(),
  pageUrl: z.string().nullable(),
  lastSeq: z.number().int(),
  /** Text of the newest message, cut to 140 characters. */
  lastMessage: z.string().nullable(),
  /** How far each side has read. */
  seenByVisitor: z.number().int(),
  seenByOperator: z.number().int(),
  wrapUp: chatWrapUpSchema.nullable(),
  tags: z.array(chatTagSchema),
  /** 1 (bad) to 5 (very good); null: not rated. */
  rating: z.number().int().nullable(),
  /** What the visitor answered, by the name of the question; what is masked is left out. */
  answers: z.record(z.string(), z.string()),
  version: z.number().int(),
});
export type ChatSummary = z.infer<typeof chatSummarySchema>;
