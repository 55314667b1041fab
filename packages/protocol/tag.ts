import { z } from 'zod';
import { changedVersion, documentMeta } from './document.ts';
import { name, text } from './text.ts';

export const maxTagsPerSite = 500;

/** A label that chats can carry (S-076 to S-078). */
export const tagFields = {
  /** Unique on its site, whatever the case. */
  name: name(40),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { message: 'must be a colour such as #1c7ed6' })
    .default('#1c7ed6'),
  description: text(200).default(''),
  /** Whether a chat's tag can say more, such as an order number. */
  takesValue: z.boolean().default(false),
  /** No longer offered; chats that carry it keep it. */
  archived: z.boolean().default(false),
};
export const tagInputSchema = z.strictObject(tagFields);
export type TagInput = z.infer<typeof tagInputSchema>;
export const tagChangeSchema = z.strictObject({ ...tagFields, ...changedVersion });

export const tagSchema = z.strictObject({
  ...documentMeta,
  ...tagFields,
  /** Chats that carry it; one that some do can be archived, not deleted. */
  chats: z.number().int(),
});
export type Tag = z.infer<typeof tagSchema>;

/** Rights around tags. `version` is 0 for a site that has never saved any. */
export const tagSettingsFields = {
  /** Whether operators may make a tag on the fly, in a chat. */
  operatorsMayAdd: z.boolean().default(false),
};
export const tagSettingsSchema = z.strictObject({ ...tagSettingsFields, version: z.number().int().min(0) });
export type TagSettings = z.infer<typeof tagSettingsSchema>;

export const tagListSchema = z.object({ items: z.array(tagSchema), settings: tagSettingsSchema });
export type TagList = z.infer<typeof tagListSchema>;

const value = text(200).nullable().default(null);

/** Puts a tag on a chat, or changes its value. */
export const chatTagChangeSchema = z.strictObject({ value });

/** Puts a tag on a chat by its name; one that there is not yet is made, where operators may. */
export const chatTagByNameSchema = z.strictObject({ name: name(40), value });
