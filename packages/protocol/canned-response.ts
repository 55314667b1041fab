import { z } from 'zod';
import { attachmentLimits, attachmentSchema } from './chat-file.ts';
import { changedVersion, documentMeta } from './document.ts';
import { name, text } from './text.ts';

/** Whose a canned response is: of every site, of one, or of one operator alone. */
export const cannedScopes = ['global', 'site', 'personal'] as const;
export type CannedScope = (typeof cannedScopes)[number];

/** What a canned response can say of the chat it is put into. */
export const cannedPlaceholders = [
  'visitor.name',
  'visitor.email',
  'visitor.company',
  'operator.name',
  'site.name',
  'page.url',
  'time_of_day',
  'date',
] as const;
export type CannedPlaceholder = (typeof cannedPlaceholders)[number];

/** Folders that a canned response can be inside of, one in the other. */
export const deepestFolder = 5;
/** Canned responses of one scope. */
export const maxCannedResponses = 2000;

/** Answers to questions of the surveys, by name. */
const answerPlaceholder = /^survey\.[A-Za-z][A-Za-z0-9_]*$/;

/** A placeholder: what stands between braces and looks like a name. */
const placeholder = /\{([a-z][A-Za-z0-9_.]*)\}/g;

/** Names between braces that mean nothing, each once. */
export function unknownCannedPlaceholders(body: string): string[] {
  const known = new Set<string>(cannedPlaceholders);
  const found = [...body.matchAll(placeholder)].flatMap((match) => match[1] ?? []);
  return [...new Set(found)].filter((one) => !known.has(one) && !answerPlaceholder.test(one));
}

/** A text with its placeholders replaced; what is not known of the chat becomes nothing, and takes a blank before it along. */
export function fillCannedResponse(
  body: string,
  values: Readonly<Record<CannedPlaceholder, string | null>>,
  answers: Readonly<Record<string, string>> = {},
): string {
  const said = Object.entries(answers).map(([name, answer]) => [`survey.${name}`, answer]);
  const known: Readonly<Record<string, string | null>> = { ...Object.fromEntries(said), ...values };
  return body.replace(/( ?)\{([a-z][A-Za-z0-9_.]*)\}/g, (whole, blank: string, id: string) => {
    if (!Object.hasOwn(known, id) && !answerPlaceholder.test(id)) return whole;
    const value = (Object.hasOwn(known, id) ? known[id] : null) ?? '';
    return value === '' ? '' : blank + value;
  });
}

const folder = z
  .array(name(60).refine((one) => !one.includes('/'), { message: 'must not contain /, which separates folders' }))
  .max(deepestFolder, { message: `folders can be at most ${deepestFolder} deep` });

/** Fields of a canned response (W-157). */
export const cannedResponseFields = {
  title: name(80),
  /** Names of the folders it is in, from the outermost; empty: in none. */
  folder: folder.default([]),
  body: text(4000, 1).refine((body) => body.trim() !== '', { message: 'must not be blank' }),
  /** Files that are sent along with it. */
  attachments: z.array(attachmentSchema).max(attachmentLimits.perResponse).default([]),
};
/** One that administrators write. */
export const sharedCannedResponseInputSchema = z.strictObject({
  scope: z.enum(['global', 'site']).default('site'),
  ...cannedResponseFields,
});
export type SharedCannedResponseInput = z.infer<typeof sharedCannedResponseInputSchema>;
export const sharedCannedResponseChangeSchema = z.strictObject({
  scope: z.enum(['global', 'site']),
  ...cannedResponseFields,
  ...changedVersion,
});
/** One of an operator's own. */
export const personalCannedResponseInputSchema = z.strictObject(cannedResponseFields);
export type PersonalCannedResponseInput = z.infer<typeof personalCannedResponseInputSchema>;
export const personalCannedResponseChangeSchema = z.strictObject({ ...cannedResponseFields, ...changedVersion });

export const cannedResponseSchema = z.strictObject({
  ...documentMeta,
  scope: z.enum(cannedScopes),
  ...cannedResponseFields,
});
export type CannedResponse = z.infer<typeof cannedResponseSchema>;

/** Gives a folder, and with it all that is in it, another name or place. */
export const renamedFolderSchema = z.strictObject({
  scope: z.enum(['global', 'site']),
  from: folder.min(1),
  to: folder.min(1),
});
