import { z } from 'zod';
import { blockedContent } from './block.ts';
import { chatRouteSchema, chatTransferSchema, transferTargetSchema } from './routing.ts';
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
  /** A file that one side sent. `width`, `height`: of an image, which was made anew; null: any other file. */
  z.object({
    kind: z.literal('file'),
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
  }),
  /** An operator accepted the chat. */
  z.object({ kind: z.literal('joined'), operatorName: z.string() }),
  /** The operator handed the chat back to the queue. */
  z.object({ kind: z.literal('left'), operatorName: z.string() }),
  /** An operator took the chat over from the one who passed it on. */
  z.object({ kind: z.literal('transferred'), operatorName: z.string() }),
  /** A supervisor speaks to both from here on; until then nobody outside is told that they watch. */
  z.object({ kind: z.literal('supervisorJoined'), operatorName: z.string() }),
  z.object({ kind: z.literal('supervisorLeft'), operatorName: z.string() }),
  /** A supervisor has taken the chat from its operator. */
  z.object({ kind: z.literal('takenOver'), operatorName: z.string() }),
  /** The visitor walked to another page while chatting. */
  z.object({ kind: z.literal('pageChanged'), url: z.string(), title: z.string() }),
  z.object({ kind: z.literal('ended'), by: z.enum(['visitor', 'operator', 'system']), reason: z.string().nullable() }),
  z.object({
    kind: z.literal('missed'),
    reason: z.enum(['visitorGaveUp', 'timedOut', 'nobodyOnline', 'offlineMessage']),
  }),
  /** A missed chat was answered by e-mail, to this address. */
  z.object({ kind: z.literal('replied'), body: z.string(), to: z.string() }),
  /** The transcript was put on its way to this address. `staff`: to people of the site, of which the visitor is told nothing. */
  z.object({ kind: z.literal('transcriptSent'), to: z.string(), audience: z.enum(['visitor', 'staff']) }),
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

/** How a missed chat was dealt with: by a mail from the list, or in some other way. */
export const answerWays = ['email', 'calledBack', 'elsewhere', 'noAddress', 'spam'] as const;
export type AnswerWay = (typeof answerWays)[number];

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
  /** For whom the chat is, by what was asked or by a rule; null and none: everybody of the site. */
  z.object({
    kind: z.literal('routed'),
    department: z.string().nullable(),
    skills: z.array(z.string()),
    /** Name of the routing rule that decided; null: none did. */
    rule: z.string().nullable(),
  }),
  z.object({ kind: z.literal('transferOffered'), to: transferTargetSchema, note: z.string() }),
  /** Nobody has taken the transfer: the chat stays with whoever has it. */
  z.object({
    kind: z.literal('transferDeclined'),
    to: transferTargetSchema,
    reason: z.enum(['declined', 'timedOut', 'cancelled']),
  }),
  /** Between supervisor and operator. */
  z.object({ kind: z.literal('whisper'), body: z.string() }),
  /** The operator asked for a supervisor. */
  z.object({ kind: z.literal('helpAsked'), note: z.string() }),
  blockedContent,
  /** What an operator noted of the chat. */
  z.object({ kind: z.literal('note'), body: z.string() }),
  /** An operator answers this missed chat. `from`: who had claimed it before, when it was taken over. */
  z.object({ kind: z.literal('claimed'), from: z.string().nullable() }),
  z.object({ kind: z.literal('claimReleased') }),
  /** A missed chat is done without a mail. */
  z.object({ kind: z.literal('settled'), way: z.enum(answerWays).exclude(['email']), note: z.string().nullable() }),
  /** A missed chat that was done is open again. */
  z.object({ kind: z.literal('reopened') }),
]);
export type EntryContent = z.infer<typeof entryContentSchema>;
export type FileContent = Extract<EntryContent, { kind: 'file' }>;

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

/** Who answers a missed chat. */
export const chatClaimSchema = z.object({ operatorId: z.uuid(), operatorName: z.string(), at: z.number().int() });
export type ChatClaim = z.infer<typeof chatClaimSchema>;

/** How, by whom and when a missed chat was dealt with. */
export const chatAnswerSchema = chatClaimSchema.extend({ way: z.enum(answerWays) });

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
  /** Instant of the newest message of ours that the visitor has not answered; null: it is our turn. */
  quietSince: z.number().int().nullable(),
  /** Its operator asks for a supervisor, and none has come yet. */
  help: z.object({ at: z.number().int(), note: z.string() }).nullable(),
  wrapUp: chatWrapUpSchema.nullable(),
  tags: z.array(chatTagSchema),
  /** What the chat asks for, with the names of then. */
  departmentId: z.uuid().nullable(),
  departmentName: z.string().nullable(),
  skills: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Of a pending chat. */
  route: chatRouteSchema.nullable(),
  /** The open offer to pass it on. */
  transfer: chatTransferSchema.nullable(),
  /** Of an active chat that was assigned: until when its operator has to write or confirm; null: nothing to confirm. */
  confirmUntil: z.number().int().nullable(),
  /** In a console's own frames: whether this operator is one of those for whom a pending chat, or a transfer, is. */
  isForMe: z.boolean().optional(),
  /** Of a missed chat: who answers it just now, and how it was answered. */
  claim: chatClaimSchema.nullable(),
  answered: chatAnswerSchema.nullable(),
  /** 1 (bad) to 5 (very good); null: not rated. */
  rating: z.number().int().nullable(),
  /** What the visitor answered, by the name of the question; what is masked is left out. */
  answers: z.record(z.string(), z.string()),
  version: z.number().int(),
});
export type ChatSummary = z.infer<typeof chatSummarySchema>;
