import { z } from 'zod';
import { name, text } from './text.ts';

/** When the operator is asked (S-067 to S-069). */
export const wrapUpTimings = ['start', 'end', 'close'] as const;

/** How the operator is asked (S-070 to S-073). */
export const wrapUpTypes = ['buttons', 'list', 'menu', 'link'] as const;

/** One way to classify a chat; what is below it makes it a branch. Archived ones are no longer offered. */
export interface WrapUpOption {
  id: string;
  label: string;
  archived: boolean;
  options: WrapUpOption[];
}

export const maxOptionDepth = 5;
export const maxOptions = 500;

const optionSchema: z.ZodType<WrapUpOption> = z.lazy(
  () =>
    z.strictObject({
      id: z.uuid(),
      label: name(80),
      archived: z.boolean().default(false),
      options: z.array(optionSchema).max(maxOptions).default([]),
    }) as unknown as z.ZodType<WrapUpOption>,
);

/** What can stand in braces in the address of the web link. `survey.NAME`: the answer to a question of the surveys, `var.NAME`: a custom variable of the visitor. */
export const wrapUpPlaceholders = [
  'chat.id',
  'site.id',
  'site.name',
  'operator.id',
  'operator.name',
  'operator.email',
  'visitor.id',
  'visitor.name',
  'visitor.email',
  'visitor.phone',
  'visitor.company',
  'visitor.country',
  'page.url',
  'department',
  'skill',
  'tags',
  'survey.NAME',
  'var.NAME',
  'callback',
] as const;

/** Wrap-up settings of a site (chat.md section 5, S-064 to S-075). */
export const wrapUpFields = {
  enabled: z.boolean().default(false),
  message: text(300, 1).default('How would you classify this chat?'),
  /** The chat cannot be closed before one is chosen. */
  required: z.boolean().default(false),
  shows: z.enum(wrapUpTimings).default('end'),
  type: z.enum(wrapUpTypes).default('buttons'),
  /** Each with an id of its own, which stays when it is renamed or moved. */
  options: z.array(optionSchema).max(maxOptions).default([]),
  /** Whether only options with none below them can be chosen. */
  leavesOnly: z.boolean().default(true),
  link: z
    .strictObject({
      /** Address with placeholders; empty while the type is another. */
      url: text(2000).default(''),
      caption: name(80).default('Open the form'),
      /** What makes the wrap-up complete: that the operator opened the page, or that the page called back. */
      completedBy: z.enum(['opening', 'callback']).default('opening'),
    })
    .prefault({}),
};
export const wrapUpInputSchema = z.strictObject(wrapUpFields);
export type WrapUpInput = z.infer<typeof wrapUpInputSchema>;
export const wrapUpChangeSchema = z.strictObject({ ...wrapUpFields, version: z.number().int().min(0) });

/** `version` is 0 for a site that has never saved any. `usedOptions`: ids that chats have; archive these, they stay. */
export const wrapUpSchema = z.strictObject({
  ...wrapUpFields,
  version: z.number().int().min(0),
  usedOptions: z.array(z.string()),
});
export type WrapUp = z.infer<typeof wrapUpSchema>;

/** A choice: by option, unless the type is the web link. */
export const wrapUpChoiceSchema = z.strictObject({ optionId: z.uuid() });

/** What the page behind the web link may say when it calls back. */
export const wrapUpCallbackSchema = z.strictObject({ value: name(80).optional() });

/** The address of the web link for one chat, placeholders filled. */
export const wrapUpLinkSchema = z.object({ url: z.string(), caption: z.string() });

/** An option with its place in the tree. */
export interface PlacedOption {
  readonly option: WrapUpOption;
  /** From the top down to the option itself. */
  readonly path: readonly WrapUpOption[];
  /** Whether it, or a branch above it, is archived. */
  readonly isArchived: boolean;
}

/** All options of a tree, each before those below it. */
export function listOptions(options: readonly WrapUpOption[], above: readonly WrapUpOption[] = []): PlacedOption[] {
  return options.flatMap((option) => {
    const path = [...above, option];
    return [{ option, path, isArchived: path.some(({ archived }) => archived) }, ...listOptions(option.options, path)];
  });
}

/** The options that an operator may choose, in order. */
export function listChoices({ options, leavesOnly }: Pick<WrapUpInput, 'options' | 'leavesOnly'>): PlacedOption[] {
  return listOptions(options).filter(
    ({ option, isArchived }) => !isArchived && (!leavesOnly || option.options.every(({ archived }) => archived)),
  );
}

/** One row of the report: an option or branch, and how many chats of the range have it. */
const reportedOption = z.object({
  optionId: z.string(),
  label: z.string(),
  /** 0: at the top. */
  depth: z.number().int(),
  archived: z.boolean(),
  chats: z.number().int(),
});

/** Chats per wrap-up over a range of days (S-075). Chats count on the day on which they were asked for. */
export const wrapUpReportSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  /** Chats with a wrap-up. */
  chats: z.number().int(),
  /** Chats over without the wrap-up that they need. */
  outstanding: z.number().int(),
  /** In the order of the settings. A branch counts all below it. */
  options: z.array(reportedOption),
  /** Chats wrapped up by the web link. */
  byLink: z.number().int(),
  days: z.array(z.object({ day: z.iso.date(), chats: z.number().int() })),
  operators: z.array(
    z.object({
      operatorId: z.uuid(),
      name: z.string(),
      chats: z.number().int(),
      outstanding: z.number().int(),
    }),
  ),
});
export type WrapUpReport = z.infer<typeof wrapUpReportSchema>;
export const wrapUpReportQuerySchema = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before the first day' });
