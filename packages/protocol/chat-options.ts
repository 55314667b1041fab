import { z } from 'zod';
import { fileLimits } from './chat-file.ts';
import { text } from './text.ts';

const longestSeconds = 3600;

/** How chats behave on a site (S-083 to S-086). */
export const chatOptionsFields = {
  /** A pending chat turns orange after so long, and those who could take it are reminded; 0 = never. */
  pendingLevelOneSeconds: z.number().int().min(0).max(longestSeconds).default(30),
  /** It turns red, with a final reminder; 0 = never. */
  pendingLevelTwoSeconds: z.number().int().min(0).max(longestSeconds).default(60),
  /** Whether operators and visitors get a selector; emoji that are typed or pasted always come through. */
  emojiSelector: z.boolean().default(true),
  /** Whether an operator sees which supervisors watch a chat of theirs. */
  monitorsShown: z.boolean().default(true),
  /** Whether the operator, and supervisors who watch, see what the visitor types before it is sent. */
  typingPreview: z.boolean().default(false),
  /** What the chat window says of it. */
  typingNotice: z
    .strictObject({
      enabled: z.boolean().default(true),
      text: text(200, 1).default('Our team can see what you type before you send it.'),
    })
    .prefault({}),
  /** Whether operators are offered canned responses that fit the visitor's last words. */
  cannedSuggestions: z.boolean().default(true),
  /** Files in chats: who may send them, and how large one may be, in megabytes. */
  files: z
    .strictObject({
      fromVisitors: z.boolean().default(true),
      visitorMegabytes: z.number().int().min(1).max(fileLimits.visitorMegabytes).default(10),
      fromOperators: z.boolean().default(true),
      operatorMegabytes: z.number().int().min(1).max(fileLimits.operatorMegabytes).default(25),
      /** Whether documents of Word, Excel, PowerPoint and their like are taken, too. */
      officeDocuments: z.boolean().default(false),
    })
    .prefault({}),
};
/** The fault of two levels that contradict each other, or null. Level two comes after level one; either may be off. */
export function levelFault(levels: { pendingLevelOneSeconds: number; pendingLevelTwoSeconds: number }): string | null {
  const { pendingLevelOneSeconds: one, pendingLevelTwoSeconds: two } = levels;
  return one > 0 && two > 0 && two <= one ? `must be more than level one (${one} s), or 0 for off` : null;
}

function checkLevels(
  options: { pendingLevelOneSeconds: number; pendingLevelTwoSeconds: number },
  context: z.RefinementCtx,
) {
  const message = levelFault(options);
  if (message !== null) context.addIssue({ code: 'custom', path: ['pendingLevelTwoSeconds'], message });
}

export const chatOptionsInputSchema = z.strictObject(chatOptionsFields).superRefine(checkLevels);
export type ChatOptionsInput = z.infer<typeof chatOptionsInputSchema>;
export const chatOptionsChangeSchema = z
  .strictObject({ ...chatOptionsFields, version: z.number().int().min(0) })
  .superRefine(checkLevels);
/** Version 0: never saved yet. */
export const chatOptionsSchema = z.strictObject({ ...chatOptionsFields, version: z.number().int().min(0) });
export type ChatOptions = z.infer<typeof chatOptionsSchema>;

/** Levels that a pending chat has reached, in the order in which it does. */
export const pendingLevels = ['one', 'two'] as const;
export type PendingLevel = (typeof pendingLevels)[number];
