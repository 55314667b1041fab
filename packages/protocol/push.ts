import { z } from 'zod';
import { text } from './text.ts';

const base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/, { message: 'must be base64url' });

/** A browser's push subscription, as `PushSubscription.toJSON()` has it (W3C Push API). */
export const pushSubscriptionInputSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/, message: 'must be a web address' }).max(1000),
  keys: z.strictObject({ p256dh: base64Url.min(80).max(100), auth: base64Url.min(20).max(40) }),
});
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionInputSchema>;

/** One browser that is sent to. */
export const pushSubscriptionSchema = z.object({
  id: z.string(),
  userAgent: z.string(),
  createdAt: z.number().int(),
  /** When this browser last answered a test; null: never. */
  answeredAt: z.number().int().nullable(),
});
export type PushSubscriptionInfo = z.infer<typeof pushSubscriptionSchema>;

/** Public key by which browsers know the sender (RFC 8292), base64url. */
export const pushKeySchema = z.object({ publicKey: z.string() });

/** What came of sending a test: the push service's own words. */
export const pushTestSchema = z.object({ sent: z.boolean(), answer: z.string() });

/** What the service worker answers a test with. */
export const pushAnswerSchema = z.strictObject({ nonce: text(64, 16) });

/** What a push message says to the service worker. */
export const pushPayloadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('notice'),
    title: z.string(),
    body: z.string(),
    /** Path that a click opens. */
    path: z.string(),
    /** A notice replaces the one before with the same. */
    tag: z.string(),
  }),
  z.object({ kind: z.literal('test'), subscriptionId: z.string(), nonce: z.string() }),
]);
export type PushPayload = z.infer<typeof pushPayloadSchema>;
