import { z } from 'zod';
import { pageQuerySchema } from './cursor.ts';
import { text } from './text.ts';

/** A day of the site's time zone. */
export const daySchema = z.iso.date({ error: 'must be a day such as 2026-03-01' });

/** A range of days of the site's time zone, both included; a side left out is open. */
export const rangeFields = { from: daySchema.optional(), to: daySchema.optional() };

/** An expression of the condition builder (`condition.ts`) as JSON text: only what it holds true of is taken. */
export const filterField = text(8000).optional();

export const sortDirections = ['ascending', 'descending'] as const;

/**
 * Query of a list: a range of days, a filter, a sort column of the list's own, one page. The same names stand in the
 * console's addresses, so that a list is a link.
 */
export const listQuerySchema = <const T extends readonly [string, ...string[]]>(sortColumns: T) =>
  pageQuerySchema.extend({
    ...rangeFields,
    cursor: text(1000).optional(),
    filter: filterField,
    sort: z.enum(sortColumns).optional(),
    direction: z.enum(sortDirections).default('descending'),
  });
