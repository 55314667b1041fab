import { z } from 'zod';

/** Days of a week, in the order in which they are shown. English, lower case, as clocks of sites name them. */
export const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type WeekdayName = (typeof weekdayNames)[number];

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** From one time of a local day to a later one, `HH:MM`; `to` may be 24:00, the end of the day. */
export const hoursRangeSchema = z.strictObject({
  from: z.string().regex(clockTime, { message: 'must be a time such as 09:00' }),
  to: z
    .string()
    .refine((time) => clockTime.test(time) || time === '24:00', { message: 'must be a time such as 17:00, or 24:00' }),
});
export type HoursRange = z.infer<typeof hoursRangeSchema>;

/** Ranges of one day, the earlier first; none: closed. What goes on after midnight is on the next day, from 00:00. */
export const dayHoursSchema = z
  .array(hoursRangeSchema)
  .max(6)
  .superRefine((ranges, context) => {
    for (const [index, { from, to }] of ranges.entries()) {
      const before = ranges[index - 1];
      if (to <= from)
        context.addIssue({
          code: 'custom',
          path: [index, 'to'],
          message: `must be later than ${from}; what goes on after midnight belongs to the next day`,
        });
      else if (before !== undefined && from < before.to)
        context.addIssue({ code: 'custom', path: [index, 'from'], message: `must not be before ${before.to}` });
    }
  });

const none = dayHoursSchema.default([]);
const office = dayHoursSchema.default([{ from: '09:00', to: '17:00' }]);

/** Hours of each day of the week. */
export const weekHoursSchema = z.strictObject({
  monday: office,
  tuesday: office,
  wednesday: office,
  thursday: office,
  friday: office,
  saturday: none,
  sunday: none,
});
export type WeekHours = z.infer<typeof weekHoursSchema>;
