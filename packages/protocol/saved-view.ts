import { z } from 'zod';
import { changedVersion, documentMeta } from './document.ts';
import { name, text } from './text.ts';

/** What can be seen again as it was: a list, or a report of any kind. */
export const savedViewLists = [
  'visits',
  'visitors',
  'prospects',
  'customers',
  'spiders',
  'chats',
  'missedChats',
  'report',
] as const;
export type SavedViewList = (typeof savedViewLists)[number];

/** Of one person, and shared ones of one site, for all lists together. */
export const maxSavedViews = 200;

const maxFields = 30;
const maxQueryLength = 12_000;

const savedViewFields = {
  /** Unique among a person's views of that list, and among the shared ones, whatever the case. */
  name: name(60),
  /**
   * What stands in the list's address behind the question mark, field by field. Days that move, such as `last30Days`, stand
   * there as such.
   */
  query: z
    .record(text(40, 1), text(8000))
    .refine((query) => Object.keys(query).length <= maxFields, { message: `must have at most ${maxFields} fields` })
    .refine((query) => Object.entries(query).join('').length <= maxQueryLength, {
      message: `must have at most ${maxQueryLength.toLocaleString('en')} characters in all`,
    }),
  /** Everybody of the site sees it; supervisors make, change and delete such. */
  shared: z.boolean(),
};

/** A list or report as somebody wants to see it again. */
export const savedViewInputSchema = z.strictObject({ list: z.enum(savedViewLists), ...savedViewFields });
export type SavedViewInput = z.infer<typeof savedViewInputSchema>;
export const savedViewChangeSchema = z.strictObject({ ...savedViewFields, ...changedVersion });
export type SavedViewChange = z.infer<typeof savedViewChangeSchema>;

export const savedViewSchema = z.strictObject({
  ...documentMeta,
  list: z.enum(savedViewLists),
  ...savedViewFields,
  /** Who saved it, by the name of then. */
  savedBy: z.string(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
