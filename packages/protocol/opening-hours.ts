import { z } from 'zod';
import { text } from './text.ts';
import { dayHoursSchema, weekdayNames, weekHoursSchema } from './week-hours.ts';

/** Dates that a site can make an exception of. */
const maxExceptions = 400;

/** When a site is open, by its own clock. Outside these hours it counts as offline for visitors, whoever is Online. */
const openingHoursFields = {
  /** Off: always open. */
  enabled: z.boolean().default(false),
  week: weekHoursSchema.prefault({}),
  /** Days with hours of their own, whatever weekday they are; without any: closed. */
  exceptions: z
    .array(
      z.strictObject({
        /** `YYYY-MM-DD`. */
        date: z.iso.date({ message: 'must be a date' }),
        /** Such as *Christmas*. */
        name: text(80).default(''),
        hours: dayHoursSchema.default([]),
      }),
    )
    .max(maxExceptions)
    .default([]),
};

type Fields = z.infer<z.ZodObject<typeof openingHoursFields>>;

function checkHours({ enabled, week, exceptions }: Fields, context: z.RefinementCtx) {
  const seen = new Set<string>();
  for (const [index, { date }] of exceptions.entries()) {
    if (seen.has(date))
      context.addIssue({ code: 'custom', path: ['exceptions', index, 'date'], message: 'stands here twice' });
    seen.add(date);
  }
  if (enabled && weekdayNames.every((day) => week[day].length === 0))
    context.addIssue({ code: 'custom', path: ['week'], message: 'must have hours on at least one day of the week' });
}

export const openingHoursInputSchema = z.strictObject(openingHoursFields).superRefine(checkHours);
export type OpeningHoursInput = z.infer<typeof openingHoursInputSchema>;
const versioned = z.strictObject({ ...openingHoursFields, version: z.number().int().min(0) });
export const openingHoursChangeSchema = versioned.superRefine(checkHours);
/** Version 0: never saved yet. */
export const openingHoursSchema = versioned;
export type OpeningHours = z.infer<typeof openingHoursSchema>;
