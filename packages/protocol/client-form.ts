import { z } from 'zod';
import { name, text } from './text.ts';

/** What an address can be filled with (chat.md section 7), and whether it tells of a person. */
export const formPlaceholders = [
  { id: 'chat.id', isPersonal: false },
  { id: 'site.id', isPersonal: false },
  { id: 'site.name', isPersonal: false },
  { id: 'operator.id', isPersonal: false },
  { id: 'operator.name', isPersonal: false },
  { id: 'operator.email', isPersonal: false },
  { id: 'visitor.id', isPersonal: false },
  { id: 'visitor.name', isPersonal: true },
  { id: 'visitor.email', isPersonal: true },
  { id: 'visitor.phone', isPersonal: true },
  { id: 'visitor.company', isPersonal: true },
  { id: 'visitor.ip', isPersonal: true },
  { id: 'visitor.country', isPersonal: false },
  { id: 'page.url', isPersonal: false },
  { id: 'department', isPersonal: false },
  { id: 'skill', isPersonal: false },
  { id: 'tags', isPersonal: false },
  { id: 'token', isPersonal: false },
] as const;

/** Families of placeholders with a name of their own behind the dot: `{survey.NAME}`, `{var.NAME}`. What is in them may be personal. */
export const formFamilies = ['survey', 'var'] as const;

/** Settings of the custom client form (S-079 to S-082). */
export const clientFormFields = {
  enabled: z.boolean().default(false),
  /** Title of the tab or pane in which it stands. */
  title: name(40).default('Form'),
  /** Address with placeholders in path segments, query and fragment; empty as long as there is none. */
  url: text(2000).default(''),
  display: z.enum(['tab', 'split']).default('tab'),
  /** When it is loaded: with the chat, or when the operator first looks at it. */
  load: z.enum(['start', 'opened']).default('opened'),
  /** Loads it again when contact details or survey answers change. */
  reloadOnSurvey: z.boolean().default(true),
  /** Whether name, e-mail, phone and the like may stand in the address, where the form's server logs them. */
  personalData: z.boolean().default(false),
  /** Whether the form may open windows of its own. */
  popups: z.boolean().default(false),
};
export const clientFormInputSchema = z.strictObject(clientFormFields);
export type ClientFormInput = z.infer<typeof clientFormInputSchema>;
/** Version 0: never saved yet. */
export const clientFormSchema = z.strictObject({ ...clientFormFields, version: z.number().int().min(0) });
export type ClientForm = z.infer<typeof clientFormSchema>;

/** A piece of a filled address: as it stands in the template, or what a placeholder became. */
export const addressPartSchema = z.object({ text: z.string(), placeholder: z.string().nullable() });
export type AddressPart = z.infer<typeof addressPartSchema>;

/** A form ready to be shown for one chat. */
export const openedFormSchema = z.object({
  /** The filled address. */
  address: z.string(),
  parts: z.array(addressPartSchema),
  /** Scheme, host and port of the form: messages are taken from nowhere else. */
  origin: z.string(),
  /** Path of the page of ours that holds the form in its sandbox; good for a minute. */
  framePath: z.string(),
  /** Changes when contact details or survey answers do. */
  fingerprint: z.string(),
});
export type OpenedForm = z.infer<typeof openedFormSchema>;

/** What the form's server learns of a chat in exchange for a `{token}`. */
export const formContextSchema = z.object({
  chat: z.object({
    id: z.uuid(),
    state: z.string(),
    requestedAt: z.number().int(),
    department: z.string().nullable(),
    skill: z.string().nullable(),
    tags: z.array(z.string()),
  }),
  site: z.object({ id: z.uuid(), name: z.string() }),
  operator: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  visitor: z.object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
    ip: z.string().nullable(),
    country: z.string().nullable(),
    variables: z.record(z.string(), z.string()),
  }),
  page: z.object({ url: z.string().nullable() }),
  survey: z.record(z.string(), z.string()),
});
export type FormContext = z.infer<typeof formContextSchema>;

const contactFields = {
  name: text(200).optional(),
  company: text(200).optional(),
  email: z.union([z.email().max(254), z.literal('')]).optional(),
  phone: text(50).optional(),
  variables: z
    .record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, { message: 'names: letters, digits, _ . -' }), text(500))
    .optional(),
};
/** Contact details as an operator, or the form for them, changes them. What is left out stays; an empty text takes a detail away. */
export const contactChangeSchema = z
  .strictObject(contactFields)
  .refine((change) => Object.values(change).some((value) => value !== undefined), { message: 'must name a detail' });
export type ContactChange = z.infer<typeof contactChangeSchema>;

/** Every message of a form carries the nonce of `foyer.ready`; `id` comes back in the answer. */
const fromForm = { nonce: z.string().max(64), id: z.union([z.string().max(64), z.number()]).optional() };
/** What a form may ask of the console over `postMessage`. */
export const formMessageSchema = z.discriminatedUnion('type', [
  /** Asks for `foyer.ready` once more: the form was not listening yet when it was sent. */
  z.object({ type: z.literal('foyer.hello') }),
  z.object({ type: z.literal('foyer.insertText'), ...fromForm, text: text(4000, 1) }),
  z.object({ type: z.literal('foyer.addTag'), ...fromForm, tag: text(80, 1), value: text(200).optional() }),
  /** `option`: id, label or full path of a wrap-up. */
  z.object({ type: z.literal('foyer.setWrapUp'), ...fromForm, option: text(400, 1) }),
  z.object({ type: z.literal('foyer.updateContact'), ...fromForm, contact: contactChangeSchema }),
]);
export type FormMessage = z.infer<typeof formMessageSchema>;
