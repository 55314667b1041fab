import { z } from 'zod';
import { name } from './text.ts';

/**
 * What an API key may be let into. `visitors`: visits, visitors, customers, reports. `chats`: chats and their logs.
 * `settings`: a site's documents, its outbox included. `users`: the people who work with Foyer.
 */
export const apiAreas = ['visitors', 'chats', 'settings', 'users'] as const;
export type ApiArea = (typeof apiAreas)[number];

/** `write` includes `read`. */
export const apiLevels = ['read', 'write'] as const;
export type ApiLevel = (typeof apiLevels)[number];

/** One right of a key, such as `chats:read`. */
export type ApiScope = `${ApiArea}:${ApiLevel}`;
export const apiScopes = apiAreas.flatMap((area) => apiLevels.map((level): ApiScope => `${area}:${level}`));

const scopes = z
  .array(z.enum(apiScopes))
  .min(1, { message: 'choose at least one thing that the key may do' })
  .max(apiScopes.length);

export const apiKeyInputSchema = z.strictObject({
  name: name(80),
  scopes,
  /** Null: all sites, also those to come. */
  siteIds: z.array(z.uuid()).min(1, { message: 'choose at least one site, or all' }).max(1000).nullable(),
  /** Epoch ms; null: never. */
  expiresAt: z.number().int().min(0).nullable(),
});
export type ApiKeyInput = z.infer<typeof apiKeyInputSchema>;

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its first characters, to tell it from others. */
  prefix: z.string(),
  scopes,
  siteIds: z.array(z.uuid()).nullable(),
  createdAt: z.number().int(),
  /** Name of the administrator who made it. */
  createdBy: z.string(),
  expiresAt: z.number().int().nullable(),
  lastUsedAt: z.number().int().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** A new key: the token is told this once. */
export const createdApiKeySchema = apiKeySchema.extend({ token: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;
