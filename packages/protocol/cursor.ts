import { z } from 'zod';
import { text } from './text.ts';

/** Query of every list: at most `limit` items after `cursor` (opaque, from the page before). */
export const pageQuerySchema = z.strictObject({
  cursor: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One page of a list. `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
