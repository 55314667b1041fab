import { z } from 'zod';
import { text } from './text.ts';

/** What a visitor is blocked by: their browser's identity, the address they come from, or both. */
export const blockedBy = ['visitor', 'address', 'both'] as const;
export type BlockedBy = (typeof blockedBy)[number];

/** How long a block holds. */
export const blockDurations = ['hour', 'day', 'week', 'forever'] as const;
export type BlockDuration = (typeof blockDurations)[number];

/** The entry of a chat that a block has ended. */
export const blockedContent = z.object({
  kind: z.literal('blocked'),
  by: z.enum(blockedBy),
  /** Null: for good. */
  until: z.number().int().nullable(),
  reason: z.string(),
});

/** Blocks a visitor of a site: no chat, no invite, no button. They are still tracked. */
export const blockInputSchema = z.strictObject({
  visitorId: text(64, 1),
  by: z.enum(blockedBy),
  duration: z.enum(blockDurations),
  reason: text(500).default(''),
});
export type BlockInput = z.infer<typeof blockInputSchema>;

/** A block that holds. */
export const blockSchema = z.object({
  id: z.uuid(),
  /** Null: blocked by address alone. */
  visitorId: z.string().nullable(),
  visitorName: z.string().nullable(),
  /** Null: blocked by identity alone. An IPv6 address stands for its /64, which is one subscriber's. */
  address: z.string().nullable(),
  /** Null: for good. */
  until: z.number().int().nullable(),
  reason: z.string(),
  at: z.number().int(),
  operatorId: z.uuid(),
  operatorName: z.string(),
});
export type Block = z.infer<typeof blockSchema>;
