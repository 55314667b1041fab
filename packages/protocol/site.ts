import { z } from 'zod';
import { chatWindowSchema } from './chat-window.ts';
import { changedVersion, documentMeta } from './document.ts';
import { name, text } from './text.ts';

/** An origin that may use the site's key: scheme, host and port, or a true subdomain wildcard `https://*.example.com`. */
export const originSchema = z
  .string()
  .max(255)
  .toLowerCase()
  .regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i, {
    message: 'must be an origin such as https://www.example.com or https://*.example.com, without a path',
  });

/** An IANA time zone. */
export const timeZoneSchema = z
  .string()
  .max(60)
  .refine(isTimeZone, { message: 'must be an IANA time zone such as Europe/London' });

/** Zones that were asked for: to find out takes long, and every site that is read is checked. */
const zones = new Map<string, boolean>();

function isTimeZone(zone: string): boolean {
  let isKnown = zones.get(zone);
  if (isKnown === undefined) {
    isKnown = canFormat(zone);
    if (zones.size < 1000) zones.set(zone, isKnown);
  }
  return isKnown;
}

function canFormat(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Settings of a site that an administrator edits. */
export const siteFields = {
  name: name(80),
  /** Where the tracking code may stand. Empty: anywhere (a warning on the settings page). */
  allowedOrigins: z.array(originSchema).max(100).default([]),
  timeZone: timeZoneSchema.default('Europe/London'),
  /** ISO 4217. */
  currency: z
    .string()
    .refine((currency) => currencies.has(currency), { message: 'must be a currency code of ISO 4217 such as GBP' })
    .default('GBP'),
  /** Whether pages are told apart by their fragment: for sites that route by it. */
  keepsFragments: z.boolean().default(false),
  visitTimeoutMinutes: z.number().int().min(1).max(240).default(30),
  /** A connected visitor without page change and activity for so long is idle. */
  idleMinutes: z.number().int().min(1).max(60).default(5),
  /** How long visitors that left stay on the live list. */
  leftGraceMinutes: z.number().int().min(0).max(60).default(5),
  /** How long a visitor who left may come back to the open chat. */
  chatReturnMinutes: z.number().int().min(1).max(120).default(10),
  /** A chat that nobody accepts for so long is missed. */
  pendingTimeoutMinutes: z.number().int().min(1).max(240).default(10),
  /** What happens when the visitor does not answer the operator's newest message for so long; 0 = nothing. */
  chatInactivity: z
    .strictObject({
      messageSeconds: z.number().int().min(0).max(86_400).default(0),
      message: text(500, 1).default('Are you still there?'),
      closeSeconds: z.number().int().min(0).max(86_400).default(0),
    })
    .prefault({}),
  chatWindow: chatWindowSchema.prefault({}),
};
export const siteInputSchema = z.strictObject(siteFields);
export type SiteInput = z.infer<typeof siteInputSchema>;
export const siteChangeSchema = z.strictObject({ ...siteFields, ...changedVersion });

/** A site as answered. `codeSeenAt`: when the tracking code last reported from it, null when never. */
export const siteSchema = z.strictObject({
  ...documentMeta,
  /** Public key of the tracking code, 128 bits. */
  key: z.string(),
  ...siteFields,
  codeSeenAt: z.number().int().nullable(),
  codeSeenUrl: z.string().nullable(),
});
export type Site = z.infer<typeof siteSchema>;
