import { z } from 'zod';
import { name, text } from './text.ts';

export const roles = ['operator', 'supervisor', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What an operator chooses. Only Online gets new chats; Offline is what others see when no client is connected. */
export const chosenStatuses = ['online', 'busy', 'beRightBack', 'away'] as const;
export type ChosenStatus = (typeof chosenStatuses)[number];
export const operatorStatuses = [...chosenStatuses, 'offline'] as const;
export type OperatorStatus = (typeof operatorStatuses)[number];

/** Why a status changed: the operator chose it, somebody set it, auto away and back, or a work period began or ended. */
export const statusCauses = ['chosen', 'set', 'inactive', 'active', 'periodBegan', 'periodEnded'] as const;
export type StatusCause = (typeof statusCauses)[number];

/** At least 10 characters; refused over 1 kB before any hashing. */
export const passwordSchema = z.string().min(10).max(256);

export const operatorSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  siteIds: z.array(z.uuid()),
  maxChats: z.number().int(),
  disabled: z.boolean(),
  version: z.number().int(),
});
export type Operator = z.infer<typeof operatorSchema>;

/** What a one-time link lets its bearer do: begin as an invited user, or choose a new password. */
export const accountLinkPurposes = ['invitation', 'reset'] as const;

/** An operator as administrators see them in the list of users. */
export const userSchema = operatorSchema.extend({
  departmentIds: z.array(z.uuid()),
  skillIds: z.array(z.uuid()),
  /** They were invited, and have not begun yet. */
  invited: z.boolean(),
  /** The one-time link that was made for them and is not used up; `expiresAt` may be past. */
  link: z.object({ purpose: z.enum(accountLinkPurposes), expiresAt: z.number().int() }).nullable(),
  lastSeenAt: z.number().int().nullable(),
  twoFactor: z.boolean(),
});
export type User = z.infer<typeof userSchema>;

const userFields = {
  name: name(80),
  email: z.email({ message: 'must be one e-mail address such as ann@example.com' }).max(254),
  role: z.enum(roles).default('operator'),
  /** Sites they work on; administrators work on all. */
  siteIds: z.array(z.uuid()).max(1000).default([]),
  /** Chats at a time; 0 = no limit. */
  maxChats: z.number().int().min(0).max(100).default(0),
  /** Departments and skills of those sites. */
  departmentIds: z.array(z.uuid()).max(1000).default([]),
  skillIds: z.array(z.uuid()).max(1000).default([]),
};

/** A user who is told their password by other means; people are better invited. */
export const operatorInputSchema = z.strictObject({ ...userFields, password: passwordSchema });

/** How a one-time link goes out: by the mail server of this site, or, with null, by whoever asked for it. */
const mailSiteId = z.uuid().nullable().default(null);

/** A site whose mail server can send such a link. */
export const mailSiteSchema = z.object({ id: z.uuid(), name: z.string() });

export const invitationInputSchema = z.strictObject({ ...userFields, mailSiteId });
export const linkInputSchema = z.strictObject({ mailSiteId });

/** A one-time link, told this once. `mailed`: it is in the outbox of the site that was named. */
export const sentLinkSchema = z.object({
  user: userSchema,
  /** Its address, as the server knows itself. */
  link: z.string(),
  expiresAt: z.number().int(),
  mailed: z.boolean(),
});
export type SentLink = z.infer<typeof sentLinkSchema>;

export const operatorChangeSchema = z.strictObject({
  name: name(80),
  role: z.enum(roles),
  siteIds: z.array(z.uuid()).max(1000),
  maxChats: z.number().int().min(0).max(100),
  disabled: z.boolean(),
  password: passwordSchema.optional(),
  /** Left out: they stay, as far as the sites do. */
  departmentIds: z.array(z.uuid()).max(1000).optional(),
  skillIds: z.array(z.uuid()).max(1000).optional(),
  version: z.number().int().min(1),
});

/** The signed-in operator and what they may see. */
export const meSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  status: z.enum(chosenStatuses),
  maxChats: z.number().int(),
  /** False for the first administrator until they have set e-mail and password. */
  hasPassword: z.boolean(),
  twoFactor: z.boolean(),
  /** Two-factor sign-in is required of them and not set up: until it is, they reach nothing but their own account. */
  needsTwoFactor: z.boolean(),
  /** With what days and sums of each are told in. */
  sites: z.array(z.object({ id: z.uuid(), name: z.string(), timeZone: z.string(), currency: z.string() })),
});
export type Me = z.infer<typeof meSchema>;

export const meChangeSchema = z.strictObject({
  name: name(80).optional(),
  email: z.email().max(254).optional(),
  password: passwordSchema.optional(),
  currentPassword: text(256).optional(),
});

/** Signing in: by e-mail and password, or by the one-time link that `npm start` prints. */
export const signInSchema = z.union([
  z.strictObject({ email: text(254), password: z.string().min(1).max(1024) }),
  z.strictObject({ oneTimeToken: z.string().min(20).max(100) }),
]);
