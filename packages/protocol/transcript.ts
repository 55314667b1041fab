import { z } from 'zod';

/** To whom an operator can send a chat's transcript. */
export const transcriptRecipientsSchema = z.strictObject({
  hasMailServer: z.boolean(),
  /** The address that the visitor left. */
  visitor: z.string().nullable(),
  /** Who works on the site, by name. */
  staff: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
});
export type TranscriptRecipients = z.infer<typeof transcriptRecipientsSchema>;

/** Sends a chat's transcript to its visitor, or to somebody who works on the site. */
export const transcriptRequestSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('visitor') }),
  z.strictObject({ to: z.literal('operator'), operatorId: z.uuid() }),
]);
export type TranscriptRequest = z.infer<typeof transcriptRequestSchema>;
