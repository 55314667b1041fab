import { z } from 'zod';
import { senderKinds } from './chat.ts';

/** Part of a text, and where in it what was searched for stands: UTF-16 offsets, the end excluded. */
export const snippetSchema = z.object({
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type Snippet = z.infer<typeof snippetSchema>;

/** Where a search found something in a chat. */
export const chatHitSchema = snippetSchema.extend({
  /** Place of the entry in the log; 0: the visitor's name or e-mail address. */
  seq: z.number().int().min(0),
  /** Who wrote it; null: it is the visitor's contact. */
  sender: z.object({ kind: z.enum(senderKinds), name: z.string().nullable() }).nullable(),
  /** For operators alone: a whisper, a note and their like. */
  isInternal: z.boolean(),
});
export type ChatHit = z.infer<typeof chatHitSchema>;

/** The first hits of a chat; left out where nothing was searched for. */
export const chatHitsField = { hits: z.array(chatHitSchema).optional() };
