import { z } from 'zod';
import { chosenStatuses } from './operator.ts';

/** What operators are told of a chat that waits: that it was requested (or is back in the queue), and its two levels. */
export const noticeKinds = ['request', 'one', 'two'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Ways by which an operator is told. */
export const noticeChannels = ['console', 'push'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** Why an operator could not take the chat: not Online, at the limit of their chats, or it was not routed to them. */
export const obstacles = ['status', 'noRoom', 'notRouted'] as const;
export type Obstacle = (typeof obstacles)[number];

/** An operator at the instant of a notice, and how they were told. */
export const noticedOperatorSchema = z.strictObject({
  operatorId: z.uuid(),
  name: z.string(),
  /** Null: not connected then. */
  status: z.enum(chosenStatuses).nullable(),
  activeChats: z.number().int(),
  /** 0: unlimited. */
  maxChats: z.number().int(),
  /** Null: could have taken it. */
  obstacle: z.enum(obstacles).nullable(),
  told: z.array(
    z.strictObject({
      channel: z.enum(noticeChannels),
      at: z.number().int(),
      /** When their client said that it has shown it; null: it never did. */
      confirmedAt: z.number().int().nullable(),
    }),
  ),
});
export type NoticedOperator = z.infer<typeof noticedOperatorSchema>;

/** One notice of a chat, in the order in which they came. */
export const chatNoticeSchema = z.strictObject({
  notice: z.enum(noticeKinds),
  at: z.number().int(),
  /** Start of the wait that it belongs to: each has its own notices. */
  waitingSince: z.number().int(),
  operators: z.array(noticedOperatorSchema),
});
export type ChatNotice = z.infer<typeof chatNoticeSchema>;
