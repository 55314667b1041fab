import { z } from 'zod';
import { chatStates, chatSummarySchema } from './chat.ts';
import { chatHitsField } from './chat-hit.ts';
import { listQuerySchema } from './list.ts';
import { missedChatFilters } from './missed-chat.ts';
import { text } from './text.ts';

/**
 * What chats are listed by. `requested`: when it was asked for; `waited`: until it was taken, or else until it ended;
 * `length`: from being taken to its end. Chats without a value come last in both directions.
 */
export const chatSorts = ['requested', 'waited', 'length', 'rating'] as const;
export type ChatSort = (typeof chatSorts)[number];

/** Values separated by commas. */
const commaList = <T extends z.ZodType<unknown, string>>(value: T) =>
  z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(value).max(20));

const chatFields = {
  /**
   * Search: `words`, `"phrases"`, `beginning*`, `-not`, in what both sides wrote, names of files, and the visitor's name and
   * e-mail address. Of each chat all that is wanted must be found, in whichever of its entries.
   */
  text: text(300).optional(),
  visitorId: text(64).optional(),
  /** Id of the operator who has or had the chat last. */
  operator: z.uuid().optional(),
  /** Id of the department that a chat is for. */
  department: z.uuid().optional(),
  /** Id of a skill that it asks for. */
  skill: z.uuid().optional(),
  /** Id of a wrap-up option, or of a branch of options. */
  wrapUp: z.uuid().optional(),
  /** Id of a tag. */
  tag: z.uuid().optional(),
  /** Ratings, 1 to 5, separated by commas. */
  rating: commaList(z.enum(['1', '2', '3', '4', '5'])).optional(),
  /** Only chats that waited at least so many seconds to be taken, or in vain. */
  waitedSeconds: z.coerce.number().int().min(0).max(10_000_000).optional(),
};

/** Query of the list of chats. */
export const chatListQuerySchema = listQuerySchema(chatSorts).extend({
  ...chatFields,
  /** States, separated by commas. */
  state: commaList(z.enum(chatStates)).optional(),
  /** `taken`: an operator took it; `missed`: nobody did. */
  outcome: z.enum(['taken', 'missed']).optional(),
});
export type ChatListQuery = z.infer<typeof chatListQuerySchema>;

/** Query of the list of missed chats. */
export const missedChatListQuerySchema = listQuerySchema(['requested', 'waited']).extend({
  ...chatFields,
  status: z.enum(missedChatFilters).default('open'),
});

/** A chat as listed. */
export const listedChatSchema = chatSummarySchema.extend(chatHitsField);
export type ListedChat = z.infer<typeof listedChatSchema>;
