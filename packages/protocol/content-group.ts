import { z } from 'zod';
import { name, text } from './text.ts';

/** Content groups that a site can have. */
export const maxContentGroups = 200;

/** Pages under one name, in reports (W-117). A page belongs to the first group that has a pattern for it. */
export const contentGroupSchema = z.strictObject({
  name: name(80),
  /** Page patterns (rules.md section 3). */
  pages: z.array(text(500, 1)).min(1, { message: 'needs a page pattern' }).max(200),
});
export type ContentGroup = z.infer<typeof contentGroupSchema>;

const contentGroupsFields = { groups: z.array(contentGroupSchema).max(maxContentGroups).default([]) };

function checkNames({ groups }: { groups: ContentGroup[] }, context: z.RefinementCtx) {
  const seen = new Set<string>();
  for (const [index, group] of groups.entries()) {
    const folded = group.name.normalize('NFC').toLowerCase();
    if (seen.has(folded))
      context.addIssue({ code: 'custom', path: ['groups', index, 'name'], message: 'is the name of another group' });
    seen.add(folded);
  }
}

export const contentGroupsInputSchema = z.strictObject(contentGroupsFields).superRefine(checkNames);
export type ContentGroupsInput = z.infer<typeof contentGroupsInputSchema>;
const versioned = z.strictObject({ ...contentGroupsFields, version: z.number().int().min(0) });
export const contentGroupsChangeSchema = versioned.superRefine(checkNames);
/** Version 0: never saved yet. */
export const contentGroupsSchema = versioned;
export type ContentGroups = z.infer<typeof contentGroupsSchema>;
