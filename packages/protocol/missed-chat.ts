import { z } from 'zod';
import { answerWays, chatSummarySchema, clientId, messageBody } from './chat.ts';
import { chatHitsField } from './chat-hit.ts';
import { outboxStates } from './outbox.ts';
import { text } from './text.ts';

/** Which missed chats are listed. `open`: nobody has dealt with them yet. */
export const missedChatFilters = ['open', 'answered', 'all'] as const;
export type MissedChatFilter = (typeof missedChatFilters)[number];

/** What has become of the newest mail to the visitor. */
export const replyMailSchema = z.strictObject({
  to: z.string(),
  state: z.enum(outboxStates),
  /** The last answer of the mail server, or why the mail is held back. */
  lastAnswer: z.string().nullable(),
});

/** A missed chat as listed, newest first. */
export const missedChatSchema = z.strictObject({
  chat: chatSummarySchema,
  /** What the visitor asked, or left as a message. */
  question: z.string().nullable(),
  /** Null: no mail was written from the list, or the outbox has it no longer. */
  mail: replyMailSchema.nullable(),
  ...chatHitsField,
});
export type MissedChat = z.infer<typeof missedChatSchema>;

/** One missed chat with what is known of its visitor now. */
export const missedChatDetailSchema = missedChatSchema.extend({
  contact: z.strictObject({
    name: z.string().nullable(),
    company: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  /** Whether the site has a mail server: without one, a reply waits in the outbox. */
  hasMailServer: z.boolean(),
});
export type MissedChatDetail = z.infer<typeof missedChatDetailSchema>;

export const missedChatCountsSchema = z.strictObject({ open: z.number().int() });

/** Claims a missed chat. `takeOver`: also from a colleague who has it, which takes a supervisor. */
export const missedChatClaimSchema = z.strictObject({ takeOver: z.boolean().default(false) });

/** Answers by e-mail. A repeat of `cid` is the same reply. */
export const missedChatReplySchema = z.strictObject({ cid: clientId, body: messageBody });
export type MissedChatReply = z.infer<typeof missedChatReplySchema>;

/** Is done with it without a mail. */
export const missedChatSettlementSchema = z.strictObject({
  way: z.enum(answerWays).exclude(['email']),
  note: text(500).nullable().default(null),
});
export type MissedChatSettlement = z.infer<typeof missedChatSettlementSchema>;
