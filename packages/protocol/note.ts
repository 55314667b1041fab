import { z } from 'zod';
import { clientId } from './chat.ts';
import { changedVersion, documentMeta } from './document.ts';
import { text } from './text.ts';

/** Text of a note: at most 2,000 characters, never only blanks. */
export const noteBody = text(2000, 1).refine((body) => body.trim() !== '', { message: 'must not be blank' });

/** A note on a chat, for operators. A repeat of a client id is noted once. */
export const chatNoteInputSchema = z.strictObject({ cid: clientId, body: noteBody });

/** A note on a visitor, kept with them through all of their visits and chats. */
export const visitorNoteSchema = z.strictObject({
  ...documentMeta,
  body: z.string(),
  operatorId: z.uuid(),
  operatorName: z.string(),
  at: z.number().int(),
  /** Null: as it was written first. */
  changedAt: z.number().int().nullable(),
});
export type VisitorNote = z.infer<typeof visitorNoteSchema>;

export const visitorNoteInputSchema = z.strictObject({ body: noteBody });
export const visitorNoteChangeSchema = z.strictObject({ body: noteBody, ...changedVersion });

/** Notes that one visitor can have. */
export const maxVisitorNotes = 100;
