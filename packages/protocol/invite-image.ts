import { z } from 'zod';
import { changedVersion } from './document.ts';
import { name } from './text.ts';

/**
 * An uploaded image may have so many bytes; so many pixels each way; and a site so many images. `storedBytes`: more than
 * any has as we made it anew.
 */
export const inviteImageLimits = { bytes: 1_048_576, pixels: 4096, perSite: 100, storedBytes: 4_194_304 } as const;

/** An image that an administrator has uploaded for invites (S-003), which name it `upload:ID`. */
export const inviteImageSchema = z.strictObject({
  /** Of its content, as we made it: the same image is one and the same. */
  id: z.string(),
  version: z.number().int().min(1),
  name: name(80),
  /** px */
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  /** It moved when it was sent; its first picture was kept. */
  wasAnimated: z.boolean(),
  uploadedAt: z.number().int(),
  /** Invites that show it; `chat-window`: it is the logo of the chat window. */
  usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type InviteImage = z.infer<typeof inviteImageSchema>;

/** Changes an image's name. */
export const inviteImageChangeSchema = z.strictObject({ name: name(80), ...changedVersion });
