import { z } from 'zod';
import { accountLinkPurposes, meSchema, passwordSchema } from './operator.ts';
import { name, text } from './text.ts';

/** A browser in which somebody is signed in. */
export const sessionSchema = z.object({
  id: z.string(),
  /** Such as `Firefox`; null: not known. */
  browser: z.string().nullable(),
  /** Such as `Windows`. */
  os: z.string().nullable(),
  address: z.string().nullable(),
  since: z.number().int(),
  lastSeenAt: z.number().int(),
  /** The one that asks. */
  isThis: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

/** The password was right; the second factor is asked for next, with this token. Nobody is signed in yet. */
export const pendingSignInSchema = z.object({
  secondFactor: z.object({ token: z.string(), expiresAt: z.number().int() }),
});

/** What signing in answers: who it is, or that the second factor is awaited. */
export const signInAnswerSchema = z.union([meSchema, pendingSignInSchema]);

const code = z.string().trim().min(6).max(20);

/** The second step of signing in: six digits, or a recovery code. */
export const secondFactorSchema = z.strictObject({ token: z.string().min(20).max(100), code });

/** Things that ask for the password again. */
export const passwordAgainSchema = z.strictObject({ password: text(1024) });

/** A second factor that is being set up: for the authenticator app, as text, as an address, and as a picture (SVG). */
export const twoFactorStartSchema = z.object({ secret: z.string(), uri: z.string(), qr: z.string() });
export type TwoFactorStart = z.infer<typeof twoFactorStartSchema>;

export const twoFactorConfirmSchema = z.strictObject({ code });

/** Codes for the day on which the phone is lost; each works once. Told this once. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** One's own second factor. */
export const twoFactorStateSchema = z.object({ on: z.boolean(), recoveryCodesLeft: z.number().int() });

/** Whom a one-time link is for. */
export const accountLinkSchema = z.object({
  purpose: z.enum(accountLinkPurposes),
  name: z.string(),
  email: z.string(),
  expiresAt: z.number().int(),
});
export type AccountLink = z.infer<typeof accountLinkSchema>;

const token = z.string().min(20).max(100);
export const accountLinkLookSchema = z.strictObject({ token });
export const accountLinkUseSchema = z.strictObject({ token, name: name(80).optional(), password: passwordSchema });

/** What the installation asks of those who sign in. `version` is 0 when it was never changed. */
export const signInPolicySchema = z.object({
  administratorsNeedTwoFactor: z.boolean(),
  version: z.number().int().min(0),
});
export type SignInPolicy = z.infer<typeof signInPolicySchema>;
export const signInPolicyChangeSchema = z.strictObject({
  administratorsNeedTwoFactor: z.boolean(),
  version: z.number().int().min(0),
});
